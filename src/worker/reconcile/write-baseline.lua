-- Writes down what an account had before a run's first call, unless another worker did.
-- KEYS[1] the run's baseline (set)
-- ARGV[1], ARGV[2] the marks that an account's is taken, and that it could not be read  ARGV[3..] what to write
-- Returns 1 if it was written, 0 if it was there
if redis.call('SISMEMBER', KEYS[1], ARGV[1]) + redis.call('SISMEMBER', KEYS[1], ARGV[2]) > 0 then return 0 end
for i = 3, #ARGV do redis.call('SADD', KEYS[1], ARGV[i]) end
return 1
