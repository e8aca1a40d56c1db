using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Mail;
using Tipstaff.Outbox;
using Tipstaff.Settings;

namespace Tipstaff.Tests.Shared.Settings;

public sealed class SettingFaultsTests
{
    private static readonly SettingTypes Own = new("Queue", new QueueOptions());

    [Fact]
    public void Unreadable_SettingsOfTheRightTypes_AreNone() =>
        Assert.Empty(SettingFaults.Unreadable(Settings(("Outbox:Lease", "00:06:00"), ("Queue:Prefetch", "3"), ("Smtp:Port", "587")), new ProviderNames(["smtp"]), Own));

    [Fact]
    public void Unreadable_WrongTypes_AreASentenceEach()
    {
        var settings = Settings(("Outbox:Lease", "abc"), ("Smtp2:Port", "x"), ("Smtp:Port", "y"), ("Queue:Prefetch", "many"), ("Logging:LogLevel:Default", "loud"));

        var faults = SettingFaults.Unreadable(settings, new ProviderNames(["smtp2", "acs"]), Own);

        Assert.Equal(
            [
                "'abc' is no value for Outbox:Lease: write it like 00:05:00.",
                "'x' is no value for Smtp2:Port: write it like 25.",
                "'many' is no value for Queue:Prefetch: write it like 5.",
                "'loud' is no value for Logging:LogLevel:Default: write Trace or Debug or Information or Warning or Error or Critical or None.",
            ],
            faults);
    }

    [Fact]
    public void OutOfRange_SettingsOfTheCoreAndTheHead_NameTheSettingAndItsValue()
    {
        var services = new ServiceCollection();
        services.AddSingleton(Settings(("Outbox:BatchSize", "0"), ("Queue:Prefetch", "0")));
        services.AddOptions<OutboxOptions>().BindConfiguration(OutboxOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<QueueOptions>().BindConfiguration("Queue").ValidateDataAnnotations().ValidateOnStart();
        using var provider = services.BuildServiceProvider();

        var faults = SettingFaults.OutOfRange(provider, Own);

        Assert.Equal(2, faults.Count);
        Assert.Contains(faults, fault => fault.Contains("Outbox:BatchSize must be", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("Queue:Prefetch must be", StringComparison.Ordinal));
    }

    [Fact]
    public void Sentence_SeveralFaults_SaysThemAll() => Assert.Equal("A setting is wrong: One. Two.", SettingFaults.Sentence(["One.", "Two."]));

    private static IConfiguration Settings(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();

    private sealed class QueueOptions
    {
        [Range(1, 10, ErrorMessage = "Queue:Prefetch must be from 1 to 10.")]
        public int Prefetch { get; set; } = 5;
    }
}
