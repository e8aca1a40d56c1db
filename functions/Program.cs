using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Tipstaff;
using Tipstaff.Api;
using Tipstaff.Functions.Run;
using Tipstaff.Functions.Web;
using Tipstaff.Measures;
using Tipstaff.Tracing;

if (args is [StartCheck.Command])
{
    return StartCheck.Run(Console.In, Console.Out);
}

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<RefusalMiddleware>();

builder.Logging.LeaveAddressesOut();

var providers = AzureSettings.Check(builder.Configuration);
builder.Services.AddTipstaff(
    AzureSettings.Secret(builder.Configuration),
    new SiteFacts(HasOutbox: false, Notice: null, FreshFor: TimeSpan.FromSeconds(30), DelaysFor: TimeSpan.FromMinutes(10)));
builder.Services.AddAzureHead(builder.Configuration, providers);
builder.Services.AddOpenTelemetry().UseFunctionsWorkerDefaults()
    .ConfigureResource(resource => resource.AddAttributes([new("service.version", AppVersion.Running.ToString())]))
    .WithMetrics(metrics => metrics.AddMeter(TipstaffMeter.Name))
    .WithTracing(traces => traces.AddSource(Spans.SourceName))
    .UseAzureMonitorExporter(exporter =>
    {
        exporter.Credential = AzureServices.CredentialOf(AzureServices.OptionsOf(builder.Configuration));

        // Its defaults leave out all but five traces a second, and with them the errors that were logged in them.
        exporter.TracesPerSecond = null;
        exporter.SamplingRatio = 1;
        exporter.EnableTraceBasedLogsSampler = false;
    });

var app = builder.Build();
AzureSettings.Check(app.Services);
app.Run();
return 0;
