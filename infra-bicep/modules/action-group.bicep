@description('Tags of every resource.')
param tags object

@description('The names\' beginning.')
@minLength(3)
@maxLength(40)
param name string

@description('Who is mailed when an alert rule fires.')
@minLength(3)
@maxLength(254)
param operatorAddress string

resource operators 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${name}-operators'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'tipstaff'
    emailReceivers: [{ name: 'operators', emailAddress: operatorAddress, useCommonAlertSchema: true }]
  }
}

@description('Its id.')
output id string = operators.id
