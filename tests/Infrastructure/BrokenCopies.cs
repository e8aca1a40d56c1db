namespace Tipstaff.Tests.Infrastructure;

/// <summary>Mistakes that somebody may make: the rule that must see it, the file, the text that another takes the place of, and what is said.</summary>
internal static class BrokenCopies
{
    private const string Main = "infra-bicep/main.bicep";
    private const string Prod = "infra-bicep/prod.bicepparam";
    private const string Alerts = "infra-bicep/modules/alerts.bicep";
    private const string App = "infra-bicep/modules/app.bicep";
    private const string Bus = "infra-bicep/modules/service-bus.bicep";
    private const string Durable = "infra-bicep/modules/durable.bicep";
    private const string Mail = "infra-bicep/modules/communication.bicep";
    private const string Reports = "infra-bicep/modules/delivery-reports.bicep";
    private const string Roles = "infra-bicep/modules/roles.bicep";
    private const string Settings = "infra-bicep/modules/settings.bicep";
    private const string Storage = "infra-bicep/modules/storage.bicep";
    private const string Telemetry = "infra-bicep/modules/telemetry.bicep";
    private const string Vault = "infra-bicep/modules/key-vault.bicep";
    private const string Workbook = "infra-bicep/workbook.json";
    private const string Measures = "docs/measures.md";
    private const string Runbook = "docs/runbook.md";

    public static TheoryData<string, string, string, string, string> All => new()
    {
        { "parse", Bus, "sku: {", "sku {", "is no Bicep" },
        { "parse", Bus, "parent: bus", "parent: buss", "nothing declares 'buss'" },
        { "parse", Vault, "createMode: createMode", "createMode: 'default'", "'createMode' is declared and never used" },
        { "parse", Main, "params: { location: location, tags: tags, name: globalName }", "params: { location: location, name: globalName }", "needs the parameter 'tags'" },
        { "parse", Main, "name: '${name}-app' }", "name: '${name}-app', colour: 'red' }", "has no parameter 'colour'" },
        { "parse", Main, "bus.outputs.name", "bus.outputs.nme", "has no output 'nme'" },
        { "parse", Main, "'modules/durable.bicep'", "'modules/durables.bicep'", "there is no module" },
        { "parse", Main, "var isManaged =", "var name = 'x'\nvar isManaged =", "'name' is declared 2 times" },
        { "parse", Bus, "lockDuration: 'PT1M'", "lockDuration: 'PT1M'\n    lockDuration: 'PT2M'", "stands 2 times" },
        { "parse", Storage, "accessTier: 'Hot'", "accessTier: tier('Hot')", "no function 'tier'" },
        { "parse", Storage, "var tables =", "var all = [for table in tables: account.properties.id]\nvar tables =", "not known yet" },
        { "parse", Settings, "mail.perHour", "mail.perDay", "there is no 'perDay'" },
        { "parse", Prod, "param budget = 600\n", "", "'budget' has no value" },
        { "parse", Prod, "param budget = 600", "param budgets = 600", "there is no parameter 'budgets'" },
        { "parse", Prod, "param budget = 600", "param budget = 0", "'budget' is less than 1" },
        { "parse", Prod, "param maxInstances = 100", "param maxInstances = 1001", "'maxInstances' is more than 1000" },
        { "parse", Prod, "param budget = 600", "param budget = 'much'", "'budget' is no int" },
        { "parse", Prod, "'Standard_ZRS'", "'Standard_XRS'", "'replication' is none of" },
        { "parse", Prod, "('TIPSTAFF_MAIL_DOMAIN')", "('TIPSTAFF_DOMAIN')", "the environment has no TIPSTAFF_DOMAIN" },
        { "types", Bus, "namespaces/queues@2026-01-01", "namespaces/queues@2021-11-01", "namespaces/queues@2021-11-01 is not in the table" },
        { "types", Reports, "systemTopics/eventSubscriptions", "topics/eventSubscriptions", "systemTopics/eventSubscriptions is used nowhere" },
        { "parameters", Main, "@description('How many instances there are at most.')\n", "", "maxInstances is not described" },
        { "parameters", Main, "@maxValue(1000)\n", "", "maxInstances lacks maxValue" },
        { "parameters", Mail, "@maxLength(180)\n", "", "domain lacks maxLength" },
        { "parameters", App, "param name string", "param name text", "lacks a type that has bounds" },
        { "modules", Main, "'modules/budget.bicep'", "'modules/workbook.bicep'", "modules/budget.bicep is used nowhere" },
        { "modules", Main, "var isManaged =", "resource here 'Microsoft.Web/sites@2025-03-01' = {\n  name: 'x'\n}\nvar isManaged =", "here belongs in a module" },
        { "stages", Prod, "param stage = 'prod'", "param stage = 'dev'", "prod.bicepparam makes nothing, or another stage" },
        { "locks", Storage, "allowSharedKeyAccess: false", "allowSharedKeyAccess: true", "allowSharedKeyAccess" },
        { "locks", Storage, "allowBlobPublicAccess: false", "allowBlobPublicAccess: true", "allowBlobPublicAccess" },
        { "locks", Storage, "minimumTlsVersion: 'TLS1_2'", "minimumTlsVersion: 'TLS1_0'", "minimumTlsVersion" },
        { "locks", Storage, "supportsHttpsTrafficOnly: true", "supportsHttpsTrafficOnly: false", "supportsHttpsTrafficOnly" },
        { "locks", Bus, "    disableLocalAuth: true\n", "", "disableLocalAuth is ''" },
        { "locks", Bus, "minimumTlsVersion: '1.2'", "minimumTlsVersion: '1.0'", "minimumTlsVersion" },
        { "locks", Mail, "disableLocalAuth: true", "disableLocalAuth: false", "communicationServices" },
        { "locks", Telemetry, "DisableLocalAuth: true", "DisableLocalAuth: false", "Microsoft.Insights/components" },
        { "locks", Telemetry, "    features: { disableLocalAuth: true }\n", "", "Microsoft.OperationalInsights/workspaces" },
        { "locks", Vault, "enablePurgeProtection: true", "enablePurgeProtection: false", "enablePurgeProtection" },
        { "locks", Vault, "enableRbacAuthorization: true", "enableRbacAuthorization: false", "enableRbacAuthorization" },
        { "locks", App, "httpsOnly: true", "httpsOnly: false", "httpsOnly" },
        { "locks", App, "      minTlsVersion: '1.2'", "      minTlsVersion: '1.1'", "minTlsVersion" },
        { "locks", App, "'Disabled'", "'FtpsOnly'", "ftpsState" },
        { "locks", App, "allow: false", "allow: true", "basicPublishingCredentialsPolicies" },
        { "locks", App, "'UserAssignedIdentity'", "'StorageAccountConnectionString'", "authentication.type" },
        { "locks", Reports, "minimumTlsVersionAllowed: '1.2'", "minimumTlsVersionAllowed: '1.0'", "minimumTlsVersionAllowed" },
        { "secrets", Main, "output appName string = globalName", "output appName string = deliveryReportsUrl", "output appName shows a secret" },
        { "secrets", Main, "output appName string = globalName", "var address = 'x${deliveryReportsUrl}'\noutput appName string = address", "output appName shows a secret" },
        { "secrets", Storage, "accessTier: 'Hot'", "accessTier: account.listKeys().keys[0].value", "account.listKeys asks for a key" },
        { "secrets", Storage, "accessTier: 'Hot'", "accessTier: listKeys(account.id, '2026-04-01')", "listKeys asks for a key" },
        { "secrets", Settings, "'ClientId=${id};Authorization=AAD'", "'InstrumentationKey=0;ClientId=${id}'", "a key stands in the file" },
        { "secure parameters", Reports, "@secure()\n", "", "url bears a key and is not secure" },
        { "secure parameters", Main, "@secure()\n", "", "deliveryReportsUrl bears a key and is not secure" },
        { "roles", Roles, "090c5cfd-751d-490a-894a-3ce6f1109419", "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "is not the id of 'Azure Service Bus Data Owner'" },
        { "roles", Roles, "scope: bus", "scope: storage", "Azure Service Bus Data Owner is given at" },
        { "roles", Roles, "  scope: vault\n", "", "Key Vault Secrets User is given at the resource group" },
        { "roles", Roles, "description: 'Key Vault Secrets User'", "description: 'Monitoring Metrics Publisher'", "nobody has the role Key Vault Secrets User" },
        { "roles", Roles, "principalType: 'ServicePrincipal'", "principalType: 'User'", "is given to another than the app" },
        { "roles", Vault, "@description('The vault\\'s name, once", "resource role 'Microsoft.Authorization/roleAssignments@2022-04-01' = {\n  name: 'x'\n}\n\n@description('The vault\\'s name, once", "assigns a role" },
        { "tags", Bus, "tags: tags", "tags: { stage: tags.stage }", "Microsoft.ServiceBus/namespaces" },
        { "tags", Bus, "tags: tags", "tags: { application: tags.application, stage: tags.stage }", "everything: Microsoft.ServiceBus/namespaces" },
        { "names", Main, "name: '${prefix}${take(token, 13)}'", "name: '${prefix}-${take(token, 13)}'", "Microsoft.Storage/storageAccounts: Azure does not take" },
        { "names", Main, "'${take(prefix, 8)}-${take(token, 13)}'", "'${prefix}-secrets-${take(token, 13)}'", "Microsoft.KeyVault/vaults: Azure does not take" },
        { "names", Alerts, "name: 'dead-letters'", "name: 'timer-missing'", "is made 2 times" },
        { "queues", Bus, "['checks', 'alerts']", "['checks']", "the code uses the queue alerts, which nothing makes" },
        { "queues", Bus, "['checks', 'alerts']", "['checks', 'alerts', 'news']", "the queue news is made, and no code uses it" },
        { "queues", Bus, "lockDuration: 'PT1M'", "lockDuration: 'PT5M'", "lockDuration is 'PT5M'" },
        { "queues", Bus, "requiresDuplicateDetection: true", "requiresDuplicateDetection: false", "requiresDuplicateDetection" },
        { "tables", Storage, ", 'requests']", "]", "the code uses the table requests, which nothing makes" },
        { "tables", Storage, ", 'requests']", ", 'requests', 'entries']", "the table entries is made, and no code uses it" },
        { "lifecycle", Storage, "-largemessages/", "-packages/", "takes more than payloads" },
        { "lifecycle", Storage, "daysAfterModificationGreaterThan: keepAlertsDays", "daysAfterModificationGreaterThan: keepAlertsDays + 1", "takes more than payloads" },
        { "lifecycle", Storage, "daysAfterCreationGreaterThan: keepRawDays", "daysAfterCreationGreaterThan: keepRawDays * 2", "another time than 7 days" },
        { "task hub", Durable, "['0.0.0.0/0']", "[]", "lets nobody in" },
        { "task hub", Main, "'modules/durable.bicep' = if (isManaged) {", "'modules/durable.bicep' = {", "everything: 1 schedulers" },
        { "start", Settings, "  Mail__Domain: mail.domain\n", "", "Mail:Domain" },
        { "start", Settings, "  TASKHUB_NAME: taskHub\n", "", "TASKHUB_NAME is missing" },
        { "start", Settings, "      Smtp__Host: smtp.host\n", "", "everything: A setting is wrong: Smtp:Host is missing" },
        { "start", Settings, "      Smtp__User: smtp.user\n", "", "everything: A setting is wrong: Smtp:User and Smtp:Password belong together" },
        { "start", Settings, "      '${storageProvider}type': 'AzureStorage'\n", "", "everything: A setting is wrong: DURABLE_TASK_SCHEDULER_CONNECTION_STRING is missing" },
        { "start", Settings, "  ServiceBus__clientId: id\n", "", "ServiceBus:clientId" },
        { "start", Settings, "  AzureWebJobsStorage__clientId: id\n", "", "AzureWebJobsStorage__clientId is not set" },
        { "start", Settings, "'${keepRawDays}.00:00:00'", "'${keepRawDays + 1}.00:00:00'", "'8.00:00:00' is out of range" },
        { "start", Settings, "'StartTlsRequired'", "'Tls'", "everything: A setting is wrong: 'Tls' is no value for Smtp:Security" },
        { "start", Settings, "  'Links__Keys__${key.name}__SignsFrom': key.signsFrom\n", "", "Links:Keys:spring:SignsFrom" },
        { "stale settings", Settings, "Mail__FromName", "Mail__SenderName", "nothing reads the setting Mail__SenderName" },
        { "stale settings", Settings, "Signatures__Keys__${program}__Scopes", "Signatures__Keys__${program}__Scope", "nothing reads the setting Signatures__Keys__newsroom__Scope" },
        { "stale settings", Settings, "  TASKHUB_NAME: taskHub\n", "  TASKHUB_NAME: taskHub\n  FUNCTIONS_WORKER_RUNTIME: 'dotnet-isolated'\n", "nothing reads the setting FUNCTIONS_WORKER_RUNTIME" },
        { "secret settings", Settings, "'@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/installation-secret)'", "'c2VjcmV0'", "Azure__InstallationSecret is no reference" },
        { "secret settings", Settings, "TASKHUB_NAME: taskHub", "TASKHUB_NAME: '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/hub)'", "TASKHUB_NAME is no secret" },
        { "queries", "infra-bicep/queries/dead-letters.kql", "tipstaff.dead_letters", "tipstaff.dead_mails", "docs/measures.md has no tipstaff.dead_mails" },
        { "queries", "infra-bicep/queries/dead-letters.kql", "sum(Sum)", "sum(Total)", "'Total' does not refer" },
        { "queries", Measures, "`tipstaff.gaps`", "`tipstaff.spans`", "workbook: Gaps: docs/measures.md has no tipstaff.gaps" },
        { "queries", Workbook, "Properties.outcome", "Properties.result", "none of its measures has the tag result" },
        { "alert rules", Alerts, "measure: 'GivenUp'", "measure: 'Given'", "dead-letters: its query gives no column Given" },
        { "alert rules", Alerts, "'../queries/dead-letters.kql'", "'../queries/timer-missing.kql'", "dead-letters: its query gives no column GivenUp" },
        { "alert rules", Alerts, "'../queries/dead-letters.kql'", "'../queries/timer-missing.kql'", "dead-letters.kql is asked by no rule" },
        { "alert rules", Alerts, "actionGroups: [actionGroupId]", "actionGroups: empty(actionGroupId) ? [actionGroupId] : []", "dead-letters: it tells nobody" },
        { "alert rules", Alerts, "enabled: one.enabled", "enabled: one.severity < 3", "new-exceptions: it tells nobody" },
        { "alert rules", Runbook, "### dead-letters", "### dead-mails", "dead-letters: docs/runbook.md does not say" },
        { "alert rules", Runbook, "### dead-letters", "### dead-mails", "docs/runbook.md has dead-mails, which is no rule" },
        { "alert rules", Runbook, "**Confirm.** `GET", "Look at `GET", "dead-letters: docs/runbook.md does not say" },
        { "timers", "infra-bicep/queries/timer-missing.kql", "'sweep_outbox'", "'sweep_mails'", "does not look at sweep_outbox" },
        { "workbook", Workbook, "\"name\": \"breakers\"", "\"name\": \"fuses\"", "says nothing of breakers" },
        { "workbook", Workbook, "\"timeContextFromParameter\": \"Range\"", "\"timeContextFromParameter\": \"Other\"", "a time of its own" },
        { "workbook", Workbook, "\"version\": \"Notebook/1.0\"", "\"version\": \"Notebook/2.0\"", "asks no workspace" },
    };
}
