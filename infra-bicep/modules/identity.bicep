@description('Where the identity is made.')
@minLength(3)
@maxLength(40)
param location string

@description('Tags of every resource.')
param tags object

@description('Its name.')
@minLength(3)
@maxLength(128)
param name string

// The app is one identity to all its services: two would keep nothing apart, as what runs in it may act as either.
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

@description('Its name, once it is there.')
output name string = identity.name
