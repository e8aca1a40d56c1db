// Tipstaff in one resource group: dev.bicepparam or prod.bicepparam say how much of it. docs/azure.md tells what runs here.

@description('Where everything is made that has a place.')
@minLength(3)
@maxLength(40)
param location string = resourceGroup().location

@description('What all names begin with: lower-case letters and digits, a letter first.')
@minLength(3)
@maxLength(10)
param prefix string = 'tipstaff'

@description('Which installation this is.')
@allowed(['dev', 'prod'])
param stage string

@description('Tags beside those of Tipstaff itself, such as a cost centre.')
@maxLength(10)
param moreTags array = []

@description('Who is mailed what needs a look, by Tipstaff and by the alert rules.')
@minLength(3)
@maxLength(254)
param operatorAddress string

@description('Where readers reach the operator: an address or a URL, at the foot of each mail.')
@minLength(3)
@maxLength(200)
param operatorContact string

@description('The address under which readers of the mails reach the app; empty for the one that Azure gives.')
@maxLength(200)
param publicUrl string = ''

@description('Your own domain for the sender\'s address; empty for one that Azure gives, which may send 10 mails an hour.')
@maxLength(180)
param mailDomain string = ''

@description('Whether your own domain is verified by the DNS records that the first deployment prints.')
param isMailDomainVerified bool = false

@description('The part of the sender\'s address before the @, at your own domain.')
@minLength(1)
@maxLength(64)
param mailSender string = 'alerts'

@description('The name that readers see as the sender.')
@minLength(1)
@maxLength(64)
param mailSenderName string = 'Tipstaff'

@description('How many mails the account may send a minute: 5 from a domain of Azure\'s, 30 from your own, more on request.')
@minValue(1)
@maxValue(100000)
param mailsPerMinute int

@description('How many mails the account may send an hour: 10 from a domain of Azure\'s, 100 from your own, more on request. With a canary at least 48: the start, and before it the preflight, refuses fewer.')
@minValue(1)
@maxValue(1000000)
param mailsPerHour int

@description('Who is asked to take a mail, in this order. Changing it is the whole switch.')
@allowed(['acs', 'acs,smtp', 'smtp,acs', 'smtp'])
param mailProviders string = 'acs'

@description('The mail server of smtp: host, port and user. Its password is the secret smtp-password.')
param smtp object = { host: '', port: 587, user: '' }

@description('Where mails and addresses rest.')
@allowed(['United States', 'Europe', 'UK', 'Canada', 'Australia', 'Japan', 'Switzerland', 'Germany', 'France'])
param dataLocation string = 'United States'

@description('Programs that sign their requests, by id; the key of each is the secret signing-key-ID.')
@maxLength(20)
param signingPrograms array = []

@description('Keys of links after the first, by name and signsFrom, as in { name: \'spring\', signsFrom: \'2026-03-01T00:00:00Z\' }; each is the secret link-key-NAME.')
@maxLength(10)
param linkKeys array = []

@description('Who keeps the task hub: the Durable Task Scheduler, or the storage account.')
@allowed(['azureManaged', 'azureStorage'])
param durableBackend string = 'azureManaged'

@description('The task hub: 3 to 45 letters and digits, a letter first.')
@minLength(3)
@maxLength(45)
param taskHub string = 'tipstaff'

@description('How many copies of the data there are, and where.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param replication string

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

@description('How many days ended alerts are kept.')
@minValue(7)
@maxValue(366)
param keepAlertsDays int = 90

@description('How many days what a court sent and could not be read is kept.')
@minValue(1)
@maxValue(7)
param keepRawDays int = 7

@description('How many days telemetry is kept.')
@minValue(30)
@maxValue(730)
param keepTelemetryDays int = 30

@description('How many gigabytes of telemetry a day are taken in at most.')
@minValue(1)
@maxValue(100)
param telemetryGigabytesADay int

@description('How many seconds an alert may need from the moment that its entry was matched, for 95 of 100.')
@minValue(30)
@maxValue(3600)
param delayLimitSeconds int = 120

@description('The mailbox that must receive the canary\'s entries, one that nobody reads; empty for no canary, and then no rule awaits it.')
@maxLength(254)
param canaryAddress string

@description('How much a month may cost, in the currency of the subscription.')
@minValue(1)
@maxValue(100000)
param budget int

@description('The first day of the month of the first deployment, as in 2026-12-01; a budget keeps it.')
@minLength(10)
@maxLength(10)
param budgetFrom string

@description('recover brings back a key vault of this installation that was deleted less than 90 days ago.')
@allowed(['default', 'recover'])
param vaultCreateMode string = 'default'

@description('The address of DeliveryReports with its key; empty before the app is deployed, and again to leave it as it is.')
@secure()
@maxLength(2000)
param deliveryReportsUrl string = ''

@description('Whether Event Grid has that address already, and reports deliveries to it while it is left empty here.')
param reportsDeliveries bool = false

var token = uniqueString(resourceGroup().id)
var name = '${prefix}-${stage}'
var globalName = '${name}-${take(token, 8)}'
var isManaged = durableBackend == 'azureManaged'
var tags = union(toObject(moreTags, tag => tag.name, tag => tag.value), { application: 'tipstaff', stage: stage })

module identity 'modules/identity.bicep' = {
  params: { location: location, tags: tags, name: '${name}-app' }
}

module telemetry 'modules/telemetry.bicep' = {
  params: { location: location, tags: tags, name: name, keepDays: keepTelemetryDays, gigabytesADay: telemetryGigabytesADay }
}

module vault 'modules/key-vault.bicep' = {
  params: { location: location, tags: tags, name: '${take(prefix, 8)}-${take(token, 13)}', createMode: vaultCreateMode }
}

module storage 'modules/storage.bicep' = {
  params: {
    location: location
    tags: tags
    name: '${prefix}${take(token, 13)}'
    replication: replication
    taskHub: taskHub
    keepAlertsDays: keepAlertsDays
    keepRawDays: keepRawDays
  }
}

module bus 'modules/service-bus.bicep' = {
  params: { location: location, tags: tags, name: globalName }
}

module durable 'modules/durable.bicep' = if (isManaged) {
  params: { location: location, tags: tags, name: globalName, taskHub: taskHub }
}

module communication 'modules/communication.bicep' = {
  params: {
    tags: tags
    name: globalName
    dataLocation: dataLocation
    domain: mailDomain
    isVerified: isMailDomainVerified
    sender: mailSender
    senderName: mailSenderName
  }
}

module roles 'modules/roles.bicep' = {
  params: {
    identityName: identity.outputs.name
    storageName: storage.outputs.name
    busName: bus.outputs.name
    schedulerName: isManaged ? durable!.outputs.name : ''
    communicationName: communication.outputs.name
    componentName: telemetry.outputs.componentName
    vaultName: vault.outputs.name
  }
}

module settings 'modules/settings.bicep' = {
  params: {
    identityName: identity.outputs.name
    storageName: storage.outputs.name
    busName: bus.outputs.name
    schedulerName: isManaged ? durable!.outputs.name : ''
    taskHub: taskHub
    communicationName: communication.outputs.name
    componentName: telemetry.outputs.componentName
    vaultName: vault.outputs.name
    publicUrl: empty(publicUrl) ? 'https://${globalName}.azurewebsites.net' : publicUrl
    mail: {
      providers: mailProviders
      from: communication.outputs.sender
      fromName: mailSenderName
      domain: communication.outputs.domain
      contact: operatorContact
      perMinute: mailsPerMinute
      perHour: mailsPerHour
    }
    smtp: smtp
    operatorAddress: operatorAddress
    canary: { address: canaryAddress, isReported: reportsDeliveries || !empty(deliveryReportsUrl) }
    keepAlertsDays: keepAlertsDays
    keepRawDays: keepRawDays
    signingPrograms: signingPrograms
    linkKeys: linkKeys
  }
}

module app 'modules/app.bicep' = {
  params: {
    location: location
    tags: tags
    name: globalName
    identityName: identity.outputs.name
    storageName: storage.outputs.name
    packages: storage.outputs.packages
    memoryMB: memoryMB
    maxInstances: maxInstances
    alwaysReady: alwaysReady
    settings: settings.outputs.settings
  }
  // A start without its roles fails, and roles take minutes to be known everywhere.
  dependsOn: [roles]
}

module deliveryReports 'modules/delivery-reports.bicep' = {
  params: { tags: tags, name: name, communicationName: communication.outputs.name, url: deliveryReportsUrl }
}

module operators 'modules/action-group.bicep' = {
  params: { tags: tags, name: name, operatorAddress: operatorAddress }
}

module alerts 'modules/alerts.bicep' = {
  params: {
    location: location
    tags: tags
    workspaceId: telemetry.outputs.workspaceId
    actionGroupId: operators.outputs.id
    delayLimitSeconds: delayLimitSeconds
    hasCanary: !empty(canaryAddress)
  }
}

module workbook 'modules/workbook.bicep' = {
  params: { location: location, tags: tags, workspaceId: telemetry.outputs.workspaceId }
}

module spending 'modules/budget.bicep' = {
  params: { name: name, amount: budget, from: budgetFrom, actionGroupId: operators.outputs.id }
}

@description('The app\'s name, to which packages are deployed.')
output appName string = globalName

@description('Where the app answers.')
output appUrl string = app.outputs.url

@description('The key vault, in which a person writes the secrets.')
output vaultName string = vault.outputs.name

@description('The DNS records that verify your own mail domain.')
output mailDomainRecords object = communication.outputs.records

@description('The workspace that the measures are in.')
output workspaceId string = telemetry.outputs.workspaceId
