/** What stands below the list of commands: how to begin, what the environment decides, what exit codes say. */
export const rootHelp = `
Begin here:
  1. Write down what to buy      $ tcbatch template CreatePackageOrder > domains.csv
  2. Look before you buy         $ tcbatch plan domains.csv
                                 $ tcbatch run domains.csv --simulate
  3. Buy                         $ tcbatch run domains.csv

Environment (flags win over it, and it wins over a file .env):
  REDIS_URL                      Redis to use; without it a private one is started
  TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY
                                 who signs and pays; then ~/.tencentcloud/credentials, then ~/.tccli
  TENCENTCLOUD_SESSION_TOKEN     with temporary credentials; for roles see docs/accounts.md
  TCBATCH_CONFIG                 file that names further accounts (~/.config/tcbatch/config.json);
                                 --config of a command wins over it
  TCBATCH_ENDPOINT               one base URL for all services; _DNSPOD, _TEO, _BILLING for one
  HTTPS_PROXY, NO_PROXY          proxy to the API (http:// or https://); hosts reached without it
  TCBATCH_RATE, TCBATCH_PACING   calls a second for each action (20; see rate); paced or strict
  TCBATCH_MAX_PURCHASES          refuse larger manifests
  TCBATCH_REQUEST_TIMEOUT_MS     from send to full answer (30000)
  TCBATCH_TOKEN_WINDOW_MS        how long a ClientToken may be sent again (240000)
  TCBATCH_WAIT_REPLICAS          replicas that must hold an intent before its call (0)
  TCBATCH_DATA_DIR, TCBATCH_PREFIX
                                 files of the private Redis; prefix of every key (tcbatch)
  TCBATCH_WEB_TOKEN, TCBATCH_WEB_READ_TOKEN
                                 secrets of serve: for everything, for looking (made at first start)
  TCBATCH_WEBHOOK_URL, _SECRET, _FORM, _DOUBT_MINUTES
                                 whom to tell what happened (see webhooks)
  LOG_LEVEL, NO_COLOR            how much is logged (info); no colours

Exit codes:
  0    all is well; for run and report: every purchase succeeded or was skipped
  1    unexpected failure; for verify: the books do not balance
  2    wrong usage or an invalid manifest; nothing was queued; for doctor: something must be mended
  3    finished, some purchases failed or were cancelled
  4    finished, some purchases are in doubt
  5    held: the line is stopped and waits for a person
  130  interrupted
`;
