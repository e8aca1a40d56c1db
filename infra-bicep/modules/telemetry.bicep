@description('Where telemetry is kept.')
@minLength(3)
@maxLength(40)
param location string

@description('Tags of every resource.')
param tags object

@description('The names\' beginning.')
@minLength(3)
@maxLength(40)
param name string

@description('How many days telemetry is kept. No address, token or body is in it.')
@minValue(30)
@maxValue(730)
param keepDays int

@description('How many gigabytes a day are taken in at most; what comes after is lost until the next day, and costs nothing.')
@minValue(1)
@maxValue(100)
param gigabytesADay int

resource workspace 'Microsoft.OperationalInsights/workspaces@2026-03-01' = {
  name: '${name}-logs'
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: keepDays
    workspaceCapping: { dailyQuotaGb: gigabytesADay }
    features: { disableLocalAuth: true }
  }
}

resource component 'Microsoft.Insights/components@2020-02-02' = {
  name: '${name}-insights'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    IngestionMode: 'LogAnalytics'
    DisableLocalAuth: true
  }
}

@description('The component\'s name, once it is there.')
output componentName string = component.name

@description('The workspace\'s id.')
output workspaceId string = workspace.id
