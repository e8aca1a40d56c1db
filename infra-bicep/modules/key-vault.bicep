@description('Where the vault is made.')
@minLength(3)
@maxLength(40)
param location string

@description('Tags of every resource.')
param tags object

@description('The vault\'s name, one in the world.')
@minLength(3)
@maxLength(24)
param name string

@description('recover brings back a vault of this name that was deleted less than 90 days ago.')
@allowed(['default', 'recover'])
param createMode string

// Secrets are written by a person, once: no template sees one, and no deployment puts an old one back.
resource vault 'Microsoft.KeyVault/vaults@2026-02-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    createMode: createMode
    enableRbacAuthorization: true
    enablePurgeProtection: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
  }
}

@description('The vault\'s name, once it is there.')
output name string = vault.name
