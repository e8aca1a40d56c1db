@description('Tags of every resource.')
param tags object

@description('The communication service\'s name, one in the world; the mail service is called after it.')
@minLength(3)
@maxLength(50)
param name string

@description('Where mails and addresses rest.')
@allowed(['United States', 'Europe', 'UK', 'Canada', 'Australia', 'Japan', 'Switzerland', 'Germany', 'France'])
param dataLocation string

@description('Your own domain for the sender\'s address; empty for one that Azure gives, which may send 10 mails an hour.')
@maxLength(180)
param domain string

@description('Whether your own domain is verified by its DNS records. Until then no mail can be sent from it.')
param isVerified bool

@description('The part of the sender\'s address before the @, at your own domain.')
@minLength(1)
@maxLength(64)
param sender string

@description('The name that readers see as the sender.')
@minLength(1)
@maxLength(64)
param senderName string

var isOwn = !empty(domain)
// An Azure-given domain has this one sender.
var givenSender = 'donotreply'

resource mail 'Microsoft.Communication/emailServices@2026-03-18' = {
  name: '${name}-mail'
  location: 'global'
  tags: tags
  properties: { dataLocation: dataLocation }
}

resource mailDomain 'Microsoft.Communication/emailServices/domains@2026-03-18' = {
  parent: mail
  name: isOwn ? domain : 'AzureManagedDomain'
  location: 'global'
  tags: tags
  properties: {
    domainManagement: isOwn ? 'CustomerManaged' : 'AzureManaged'
    // Tracking would put a picture of the service's into each mail and lead each link over it.
    userEngagementTracking: 'Disabled'
  }
}

resource senderUsername 'Microsoft.Communication/emailServices/domains/senderUsernames@2026-03-18' = if (isOwn) {
  parent: mailDomain
  name: sender
  properties: { username: sender, displayName: senderName }
}

resource service 'Microsoft.Communication/communicationServices@2026-03-18' = {
  name: name
  location: 'global'
  tags: tags
  properties: {
    dataLocation: dataLocation
    disableLocalAuth: true
    // A domain that is not verified is refused.
    linkedDomains: !isOwn || isVerified ? [mailDomain.id] : []
  }
}

@description('The communication service\'s name, once it is there.')
output name string = service.name

@description('The domain of the sender\'s address.')
output domain string = mailDomain.properties.fromSenderDomain

@description('The sender\'s address.')
output sender string = '${isOwn ? sender : givenSender}@${mailDomain.properties.fromSenderDomain}'

@description('The DNS records that verify your own domain: public facts.')
output records object = isOwn ? mailDomain.properties.verificationRecords : {}
