// Rules on what subscribers would notice, not on causes. docs/runbook.md has a heading for each.

@description('Where the rules are kept.')
@minLength(3)
@maxLength(40)
param location string

@description('Tags of every resource.')
param tags object

@description('The workspace that they ask.')
@minLength(1)
@maxLength(300)
param workspaceId string

@description('Who is told.')
@minLength(1)
@maxLength(300)
param actionGroupId string

@description('How many seconds an alert may need from the moment that its entry was matched, for 95 of 100.')
@minValue(30)
@maxValue(3600)
param delayLimitSeconds int

@description('Whether the canary runs, so that its absence means something.')
param hasCanary bool

var rules = [
  {
    name: 'delay-p95'
    severity: 2
    summary: 'Of 100 alerts 5 need longer than the limit from their match to the mail provider.'
    query: loadTextContent('../queries/delay-p95.kql')
    measure: 'OwnDelaySeconds'
    threshold: delayLimitSeconds
    window: 'PT15M'
    look: 'PT15M'
    enabled: true
  }
  {
    name: 'alerts-not-sent'
    severity: 1
    summary: 'The oldest alert that is due has waited for more than 15 minutes.'
    query: loadTextContent('../queries/alerts-not-sent.kql')
    measure: 'OldestSeconds'
    threshold: 900
    window: 'PT15M'
    look: 'PT15M'
    enabled: true
  }
  {
    name: 'courts-not-checked'
    severity: 2
    summary: 'No court is checked, or more than two that were have not been for two hours.'
    query: loadTextContent('../queries/courts-not-checked.kql')
    measure: 'SilentCourts'
    threshold: 2
    window: 'PT1H'
    look: 'PT6H'
    enabled: true
  }
  {
    name: 'timer-missing'
    severity: 1
    summary: 'A timer has not ticked for longer than its period and some patience.'
    query: loadTextContent('../queries/timer-missing.kql')
    measure: 'MissingTimers'
    threshold: 0
    window: 'PT15M'
    look: 'P2D'
    enabled: true
  }
  {
    name: 'dead-letters'
    severity: 1
    summary: 'Something was given up and waits for a person.'
    query: loadTextContent('../queries/dead-letters.kql')
    measure: 'GivenUp'
    threshold: 0
    window: 'PT15M'
    look: 'PT15M'
    enabled: true
  }
  {
    name: 'canary-missing'
    severity: 1
    summary: 'The entry that the canary files did not arrive as mail.'
    query: loadTextContent('../queries/canary-missing.kql')
    measure: 'Missing'
    threshold: 0
    window: 'PT15M'
    look: 'PT15M'
    enabled: hasCanary
  }
  {
    name: 'new-exceptions'
    severity: 3
    summary: 'An exception of a kind that was not seen in the two days before.'
    query: loadTextContent('../queries/new-exceptions.kql')
    measure: 'NewKinds'
    threshold: 0
    window: 'PT15M'
    look: 'P2D'
    enabled: true
  }
]

resource rule 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [for one in rules: {
  name: one.name
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: one.name
    description: '${one.summary} What to do: docs/runbook.md, ${one.name}.'
    enabled: one.enabled
    severity: one.severity
    scopes: [workspaceId]
    evaluationFrequency: 'PT5M'
    windowSize: one.window
    overrideQueryTimeRange: one.look == one.window ? null : one.look
    criteria: {
      allOf: [
        {
          query: one.query
          timeAggregation: 'Maximum'
          metricMeasureColumn: one.measure
          operator: 'GreaterThan'
          threshold: one.threshold
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    autoMitigate: true
    // Before the app has run once the tables of its measures do not exist.
    skipQueryValidation: true
    actions: { actionGroups: [actionGroupId] }
  }
}]
