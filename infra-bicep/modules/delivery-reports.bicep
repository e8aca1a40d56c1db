@description('Tags of every resource.')
param tags object

@description('The names\' beginning.')
@minLength(3)
@maxLength(40)
param name string

@description('The communication service that reports what became of mails.')
@minLength(3)
@maxLength(50)
param communicationName string

@description('Where the reports go: the address of DeliveryReports with its key. Empty before the app is deployed, as Event Grid asks it first whether it may post.')
@secure()
@maxLength(2000)
param url string

resource communication 'Microsoft.Communication/communicationServices@2026-03-18' existing = {
  name: communicationName
}

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: '${name}-mail-events'
  location: 'global'
  tags: tags
  properties: {
    source: communication.id
    topicType: 'Microsoft.Communication.CommunicationServices'
  }
}

resource reports 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = if (!empty(url)) {
  parent: topic
  name: 'delivery-reports'
  properties: {
    destination: {
      endpointType: 'WebHook'
      properties: { endpointUrl: url, maxEventsPerBatch: 50, preferredBatchSizeInKilobytes: 64, minimumTlsVersionAllowed: '1.2' }
    }
    // Opened and clicked mails are nobody's business.
    filter: { includedEventTypes: ['Microsoft.Communication.EmailDeliveryReportReceived'] }
    eventDeliverySchema: 'EventGridSchema'
    retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 1440 }
  }
}
