using Azure.Core;
using Azure.Data.Tables;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.DependencyInjection;

namespace Tipstaff.Tests.Harness.ExtensionsAzure;

/// <summary>How clients are registered and come out.</summary>
public sealed class AzureClientsTests
{
    private static readonly TokenCredential Mine = DelegatedTokenCredential.Create((_, _) => default);
    private readonly ServiceCollection _services = new();

    [Fact]
    public void AddTableServiceClient_Unnamed_IsInjectedAndAlwaysTheSame()
    {
        _services.AddAzureClients(clients =>
        {
            clients.UseCredential(Mine);
            clients.AddTableServiceClient(new Uri("https://tipstaff.table.core.windows.net"));
        });
        using var provider = _services.BuildServiceProvider();

        var client = provider.GetRequiredService<TableServiceClient>();

        Assert.Equal("tipstaff", client.AccountName);
        Assert.Same(client, provider.GetRequiredService<TableServiceClient>());
        Assert.Same(client, provider.GetRequiredService<IAzureClientFactory<TableServiceClient>>().CreateClient("Default"));
    }

    [Fact]
    public void WithName_TwoClients_AreToldApart()
    {
        _services.AddAzureClients(clients =>
        {
            clients.UseCredential(_ => Mine);
            clients.AddTableServiceClient(new Uri("https://one.table.core.windows.net")).WithName("one");
            clients.AddTableServiceClient(new Uri("https://two.table.core.windows.net")).WithName("two");
        });
        using var provider = _services.BuildServiceProvider();
        var factory = provider.GetRequiredService<IAzureClientFactory<TableServiceClient>>();

        Assert.Equal(("one", "two"), (factory.CreateClient("one").AccountName, factory.CreateClient("two").AccountName));
        Assert.Throws<InvalidOperationException>(() => factory.CreateClient("three"));
    }

    [Fact]
    public void AddClient_OptionsAndCredential_AreTheDefaultsThenItsOwn()
    {
        _services.AddAzureClients(clients =>
        {
            clients.UseCredential(Mine);
            clients.ConfigureDefaults(options => options.Retry.MaxRetries = 1);
            clients.ConfigureDefaults(options => options.Retry.Delay = TimeSpan.FromSeconds(9));
            clients.AddClient<Probe, TableClientOptions>((options, credential, _) => new(options, credential))
                .ConfigureOptions(options => options.Retry.MaxRetries = 0);
        });
        using var provider = _services.BuildServiceProvider();

        var probe = provider.GetRequiredService<Probe>();

        Assert.Equal((0, TimeSpan.FromSeconds(9)), (probe.Options.Retry.MaxRetries, probe.Options.Retry.Delay));
        Assert.Same(Mine, probe.Credential);
    }

    private sealed record Probe(TableClientOptions Options, TokenCredential Credential);
}
