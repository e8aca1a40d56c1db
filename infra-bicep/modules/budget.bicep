@description('The budget\'s name.')
@minLength(3)
@maxLength(63)
param name string

@description('How much a month may cost, in the currency of the subscription.')
@minValue(1)
@maxValue(100000)
param amount int

@description('The first day of the month of the first deployment, as in 2026-12-01; a budget keeps it.')
@minLength(10)
@maxLength(10)
param from string

@description('Who is told at 80 % and 100 %, and when the month is expected to end above.')
@minLength(1)
@maxLength(300)
param actionGroupId string

resource budget 'Microsoft.Consumption/budgets@2026-06-01' = {
  name: name
  properties: {
    category: 'Cost'
    amount: amount
    timeGrain: 'Monthly'
    timePeriod: { startDate: '${from}T00:00:00Z' }
    notifications: {
      mostSpent: { enabled: true, operator: 'GreaterThan', threshold: 80, thresholdType: 'Actual', contactEmails: [], contactGroups: [actionGroupId] }
      spent: { enabled: true, operator: 'GreaterThan', threshold: 100, thresholdType: 'Actual', contactEmails: [], contactGroups: [actionGroupId] }
      expected: { enabled: true, operator: 'GreaterThan', threshold: 110, thresholdType: 'Forecasted', contactEmails: [], contactGroups: [actionGroupId] }
    }
  }
}
