import { fields } from '../reply.ts';
import type { SimulatedAction } from '../simulated-action.ts';

export const describeAccountBalance: SimulatedAction = {
  name: 'DescribeAccountBalance',
  service: 'billing',
  version: '2018-07-09',
  parameters: { TempCredit: { type: 'boolean' } },
  answer: ({ account }) =>
    fields({
      Balance: account.balanceCents,
      CashAccountBalance: account.balanceCents,
      CreditAmount: 0,
      CreditBalance: 0,
      FreezeAmount: 0,
      IncomeIntoAccountBalance: 0,
      IsAllowArrears: false,
      IsCreditLimited: false,
      OweAmount: 0,
      PresentAccountBalance: 0,
      RealBalance: account.balanceCents,
      RealCreditBalance: 0,
      TempAmountInfoList: [],
      TempCredit: 0,
      Uin: account.uin,
    }),
};
