@description('Where the app runs.')
@minLength(3)
@maxLength(40)
param location string

@description('Tags of every resource.')
param tags object

@description('The app\'s name, one in the world: its address is NAME.azurewebsites.net.')
@minLength(3)
@maxLength(60)
param name string

@description('The app\'s identity.')
@minLength(3)
@maxLength(128)
param identityName string

@description('The storage account that keeps packages and the host\'s state.')
@minLength(3)
@maxLength(24)
param storageName string

@description('The container of packages.')
@minLength(3)
@maxLength(63)
param packages string

@description('Memory of an instance in MB: 512, 2048 or 4096, with a quarter, one or two cores.')
@allowed([512, 2048, 4096])
param memoryMB int

@description('How many instances there are at most.')
@minValue(1)
@maxValue(1000)
param maxInstances int

@description('How many instances that answer people are always there.')
@minValue(0)
@maxValue(20)
param alwaysReady int

@description('The settings of the app by name; those with a secret are references to the key vault.')
param settings object

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource storage 'Microsoft.Storage/storageAccounts@2026-04-01' existing = {
  name: storageName
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: '${name}-plan'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientCertEnabled: false
    keyVaultReferenceIdentity: identity.id
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${packages}'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identity.id }
        }
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: {
        instanceMemoryMB: memoryMB
        maximumInstanceCount: maxInstances
        alwaysReady: alwaysReady > 0 ? [{ name: 'http', instanceCount: alwaysReady }] : []
      }
      // The published types lack it. Without it a deployment or a changed setting kills what runs.
      #disable-next-line BCP037
      siteUpdateStrategy: { type: 'RollingUpdate' }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
      appSettings: map(items(settings), setting => { name: setting.key, value: setting.value })
    }
  }
}

// Passwords of publishing are keys: deployments come as an identity.
resource publishing 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = [for door in ['ftp', 'scm']: {
  parent: app
  name: door
  properties: { allow: false }
}]

@description('Where the app answers.')
output url string = 'https://${app.properties.defaultHostName}'
