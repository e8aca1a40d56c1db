@description('Where the workbook is kept.')
@minLength(3)
@maxLength(40)
param location string

@description('Tags of every resource.')
param tags object

@description('The workspace that it asks.')
@minLength(1)
@maxLength(300)
param workspaceId string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'tipstaff')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Tipstaff'
    category: 'workbook'
    sourceId: workspaceId
    version: 'Notebook/1.0'
    serializedData: string(union(loadJsonContent('../workbook.json'), { fallbackResourceIds: [workspaceId] }))
  }
}
