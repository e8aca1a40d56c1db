// The app's settings by name: everything that differs between installations. What is not here has the default of its options class.

@description('The app\'s identity.')
@minLength(3)
@maxLength(128)
param identityName string

@description('The storage account.')
@minLength(3)
@maxLength(24)
param storageName string

@description('The namespace of the queues.')
@minLength(6)
@maxLength(50)
param busName string

@description('The Durable Task Scheduler; empty where Azure Storage keeps the task hub.')
@maxLength(64)
param schedulerName string

@description('The task hub.')
@minLength(3)
@maxLength(45)
param taskHub string

@description('The communication service.')
@minLength(3)
@maxLength(50)
param communicationName string

@description('The Application Insights component.')
@minLength(3)
@maxLength(60)
param componentName string

@description('The key vault.')
@minLength(3)
@maxLength(24)
param vaultName string

@description('The address under which readers of the mails reach the app.')
@minLength(10)
@maxLength(200)
param publicUrl string

@description('Mail: providers, from, fromName, domain, contact, perMinute and perHour.')
param mail object

@description('The mail server besides Communication Services: host, port and user; its password is the secret smtp-password. An empty host is none, an empty user signs in nowhere.')
param smtp object

@description('Who is mailed what needs a look.')
@minLength(3)
@maxLength(254)
param operatorAddress string

@description('The canary: the address of its mailbox, empty for none, and isReported, whether reports come of what became of its mails.')
param canary object

@description('How many days ended alerts are kept.')
@minValue(7)
@maxValue(366)
param keepAlertsDays int

@description('How many days what a court sent and could not be read is kept.')
@minValue(1)
@maxValue(7)
param keepRawDays int

@description('Programs that sign their requests; the key of each is the secret signing-key-ID.')
@maxLength(20)
param signingPrograms array

@description('Keys of links after the first, each with its name and signsFrom; the key itself is the secret link-key-NAME.')
@maxLength(10)
param linkKeys array

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource storage 'Microsoft.Storage/storageAccounts@2026-04-01' existing = {
  name: storageName
}

resource scheduler 'Microsoft.DurableTask/schedulers@2026-02-01' existing = if (!empty(schedulerName)) {
  name: schedulerName
}

resource communication 'Microsoft.Communication/communicationServices@2026-03-18' existing = {
  name: communicationName
}

resource component 'Microsoft.Insights/components@2020-02-02' existing = {
  name: componentName
}

resource vault 'Microsoft.KeyVault/vaults@2026-02-01' existing = {
  name: vaultName
}

var id = identity.properties.clientId
var storageProvider = 'AzureFunctionsJobHost__extensions__durableTask__storageProvider__'

var always = {
  APPLICATIONINSIGHTS_CONNECTION_STRING: component.properties.ConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${id};Authorization=AAD'
  AzureWebJobsDisableHomepage: 'true'
  AzureWebJobsStorage__accountName: storageName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: id
  Azure__TableEndpoint: storage.properties.primaryEndpoints.table
  Azure__ClientId: id
  Azure__InstallationSecret: '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/installation-secret)'
  ServiceBus__fullyQualifiedNamespace: '${busName}.servicebus.windows.net'
  ServiceBus__credential: 'managedidentity'
  ServiceBus__clientId: id
  TASKHUB_NAME: taskHub
  Acs__Endpoint: 'https://${communication.properties.hostName}'
  Acs__PerMinute: string(mail.perMinute)
  Acs__PerHour: string(mail.perHour)
  Mail__Providers: mail.providers
  Mail__From: mail.from
  Mail__FromName: mail.fromName
  Mail__Domain: mail.domain
  Mail__OperatorContact: mail.contact
  Operators__Address: operatorAddress
  Links__PublicUrl: publicUrl
  Canary__Address: canary.address
  // Where no report comes, an entry has arrived when its mail was taken.
  Canary__ReportedBy: canary.isReported ? 'acs' : ''
  Retention__Alerts: '${keepAlertsDays}.00:00:00'
  Retention__Raw: '${keepRawDays}.00:00:00'
}

// host.json says azureManaged; the host lets settings overrule it.
var durable = empty(schedulerName)
  ? {
      '${storageProvider}type': 'AzureStorage'
      // The name of the setting differs between versions of the extension, and host.json's own would be looked up else.
      '${storageProvider}connectionName': 'AzureWebJobsStorage'
      '${storageProvider}connectionStringName': 'AzureWebJobsStorage'
      '${storageProvider}maxQueuePollingInterval': '00:00:10'
    }
  : {
      DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${scheduler!.properties.endpoint};TaskHub=${taskHub};Authentication=ManagedIdentity;ClientID=${id}'
    }

var server = empty(smtp.host)
  ? {}
  : {
      Smtp__Host: smtp.host
      Smtp__Port: string(smtp.port)
      Smtp__Security: smtp.port == 465 ? 'ImplicitTls' : 'StartTlsRequired'
    }

// A server that takes mail without signing in has no password either.
var login = empty(smtp.host) || empty(smtp.user)
  ? {}
  : {
      Smtp__User: smtp.user
      Smtp__Password: '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/smtp-password)'
    }

var programs = map(signingPrograms, program => {
  'Signatures__Keys__${program}__Algorithm': 'hmac-sha256'
  'Signatures__Keys__${program}__Secret': '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/signing-key-${program})'
  'Signatures__Keys__${program}__Scopes': 'subscriptions'
})

var keys = map(linkKeys, key => {
  'Links__Keys__${key.name}__Secret': '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/link-key-${key.name})'
  'Links__Keys__${key.name}__SignsFrom': key.signsFrom
})

@description('The settings. None is a secret: those of the key vault are references, and Application Insights takes telemetry from identities only.')
output settings object = reduce(concat(programs, keys), union(always, durable, server, login), (all, next) => union(all, next))
