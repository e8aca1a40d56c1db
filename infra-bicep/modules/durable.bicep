@description('Where the scheduler is made.')
@minLength(3)
@maxLength(40)
param location string

@description('Tags of every resource.')
param tags object

@description('The scheduler\'s name.')
@minLength(3)
@maxLength(64)
param name string

@description('The task hub.')
@minLength(3)
@maxLength(45)
param taskHub string

resource scheduler 'Microsoft.DurableTask/schedulers@2026-02-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: { name: 'Consumption' }
    // An empty list would deny all. Who may come in is decided by identity: the scheduler has no keys.
    ipAllowlist: ['0.0.0.0/0']
  }
}

resource hub 'Microsoft.DurableTask/schedulers/taskHubs@2026-02-01' = {
  parent: scheduler
  name: taskHub
  properties: {}
}

// Only what ended goes: what was told and given up stands in the tables.
resource retention 'Microsoft.DurableTask/schedulers/retentionPolicies@2026-02-01' = {
  parent: scheduler
  name: 'default'
  properties: { retentionPolicies: [{ retentionPeriodInDays: 7 }] }
}

@description('The scheduler\'s name, once it and the hub are there.')
output name string = scheduler.name
