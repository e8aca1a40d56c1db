using 'main.bicep'

// One person tries things out: the smallest of everything, mail from a domain that Azure gives.
param stage = 'dev'
param operatorAddress = readEnvironmentVariable('TIPSTAFF_OPERATOR')
param operatorContact = readEnvironmentVariable('TIPSTAFF_OPERATOR')
param mailsPerMinute = 5
param mailsPerHour = 10
param replication = 'Standard_LRS'
param memoryMB = 512
param maxInstances = 40
param alwaysReady = 0
param telemetryGigabytesADay = 1
param canaryAddress = ''
param budget = 50
param budgetFrom = readEnvironmentVariable('TIPSTAFF_BUDGET_FROM')
param vaultCreateMode = readEnvironmentVariable('TIPSTAFF_VAULT_MODE', 'default')
param deliveryReportsUrl = readEnvironmentVariable('TIPSTAFF_DELIVERY_REPORTS_URL', '')
param reportsDeliveries = readEnvironmentVariable('TIPSTAFF_REPORTS_DELIVERIES', 'no') == 'yes'
