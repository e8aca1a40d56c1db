@description('Where the account is made.')
@minLength(3)
@maxLength(40)
param location string

@description('Tags of every resource.')
param tags object

@description('The account\'s name: 3 to 24 lower-case letters and digits, one in the world.')
@minLength(3)
@maxLength(24)
param name string

@description('How many copies of the data there are, and where.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param replication string

@description('The task hub, whose large payloads are blobs where Azure Storage keeps it.')
@minLength(3)
@maxLength(45)
param taskHub string

@description('After how many days a payload goes: as long as alerts are kept.')
@minValue(7)
@maxValue(366)
param keepAlertsDays int

@description('After how many days a snapshot of a blob goes: as long as what courts sent is kept.')
@minValue(1)
@maxValue(7)
param keepRawDays int

// functions/Storage/TableSet.cs
var tables = ['courts', 'dockets', 'subscribers', 'followers', 'outbox', 'operators', 'deadletters', 'requests']

resource account 'Microsoft.Storage/storageAccounts@2026-04-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: replication }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2026-04-01' = {
  parent: account
  name: 'default'
  properties: {
    containerDeleteRetentionPolicy: { enabled: true, days: keepRawDays }
  }
}

resource deployment 'Microsoft.Storage/storageAccounts/blobServices/containers@2026-04-01' = {
  parent: blobs
  name: 'packages'
  properties: { publicAccess: 'None' }
}

// The last good package, to which a deployment that goes wrong is rolled back.
resource releases 'Microsoft.Storage/storageAccounts/blobServices/containers@2026-04-01' = {
  parent: blobs
  name: 'releases'
  properties: { publicAccess: 'None' }
}

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2026-04-01' = {
  parent: account
  name: 'default'
}

resource data 'Microsoft.Storage/storageAccounts/tableServices/tables@2026-04-01' = [for table in tables: {
  parent: tableService
  name: table
}]

// Rules look at blobs only: the rows of the tables, where alerts and what courts sent are kept, are taken away by DailyRetention.
// The containers of packages are in none of them, as the app starts from the package that was deployed last, however old it is.
resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2026-04-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'payloads-of-orchestrations'
          type: 'Lifecycle'
          enabled: true
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['${toLower(taskHub)}-largemessages/'] }
            actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: keepAlertsDays } } }
          }
        }
        {
          name: 'snapshots'
          type: 'Lifecycle'
          enabled: true
          definition: {
            filters: { blobTypes: ['blockBlob'] }
            actions: { snapshot: { delete: { daysAfterCreationGreaterThan: keepRawDays } } }
          }
        }
      ]
    }
  }
  dependsOn: [blobs]
}

@description('The account\'s name, once it is there.')
output name string = account.name

@description('The container of the app\'s packages, once it is there.')
output packages string = deployment.name
