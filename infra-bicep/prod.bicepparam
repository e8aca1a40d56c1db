using 'main.bicep'

// A firm or newsroom: three copies in three buildings, an instance that is always there, your own mail domain, the canary.
param stage = 'prod'
param operatorAddress = readEnvironmentVariable('TIPSTAFF_OPERATOR')
param operatorContact = readEnvironmentVariable('TIPSTAFF_CONTACT')
param publicUrl = readEnvironmentVariable('TIPSTAFF_PUBLIC_URL', '')
param mailDomain = readEnvironmentVariable('TIPSTAFF_MAIL_DOMAIN')
param isMailDomainVerified = readEnvironmentVariable('TIPSTAFF_MAIL_DOMAIN_VERIFIED', 'no') == 'yes'
// What a domain of your own begins with. 50,000 alerts a day need a raised quota: the runbook says how to ask for it.
param mailsPerMinute = int(readEnvironmentVariable('TIPSTAFF_MAILS_PER_MINUTE', '30'))
param mailsPerHour = int(readEnvironmentVariable('TIPSTAFF_MAILS_PER_HOUR', '100'))
param mailProviders = readEnvironmentVariable('TIPSTAFF_MAIL_PROVIDERS', 'acs')
param smtp = {
  host: readEnvironmentVariable('TIPSTAFF_SMTP_HOST', '')
  port: int(readEnvironmentVariable('TIPSTAFF_SMTP_PORT', '587'))
  user: readEnvironmentVariable('TIPSTAFF_SMTP_USER', '')
}
param replication = 'Standard_ZRS'
param memoryMB = 2048
param maxInstances = 100
param alwaysReady = 1
param keepTelemetryDays = 90
param telemetryGigabytesADay = 5
param canaryAddress = readEnvironmentVariable('TIPSTAFF_CANARY_ADDRESS')
param budget = 600
param budgetFrom = readEnvironmentVariable('TIPSTAFF_BUDGET_FROM')
param vaultCreateMode = readEnvironmentVariable('TIPSTAFF_VAULT_MODE', 'default')
param deliveryReportsUrl = readEnvironmentVariable('TIPSTAFF_DELIVERY_REPORTS_URL', '')
param reportsDeliveries = readEnvironmentVariable('TIPSTAFF_REPORTS_DELIVERIES', 'no') == 'yes'
