using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tipstaff.Tests.Simulation.Cloud;
using Tipstaff.Tests.Simulation.World;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Simulation;

/// <summary>Days of the Azure head with all its faults, logging all that it can: nothing of a person, no token, no secret and no body is in it.</summary>
[Collection(nameof(SimulationTests))]
public sealed class SilentDaysTests
{
    private static readonly string[] BodyParts = ["<rss version", "<item>", "<![CDATA[", "<guid>", "<!DOCTYPE html", "List-Unsubscribe", "\"email\":", "AccountKey", "Authorization: "];

    [Theory]
    [InlineData(3)]
    [InlineData(17)]
    public void Run_ADayAtTraceLevel_LogsNothingOfAnybody(int seed)
    {
        using var log = new LogLines();
        SimulatedWorld? seen = null;
        var wiring = CloudWiring.Right with { Adjust = (services, _) => services.AddSingleton<ILoggerProvider>(log).AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace)) };

        var day = SimulatedDay.Run(seed, world => new CloudHead(seen = world, wiring));

        var text = string.Join('\n', log.Lines);
        var mails = seen!.Mailboxes.Received.ConvertAll(arrival => arrival.Mail);
        var captions = seen.Courthouse.Courts.SelectMany(court => seen.Courthouse.BusiestDockets(court.Id, 8)).Select(docket => docket.Caption).Where(caption => caption.Length > 8);
        List<string> secrets =
        [
            .. mails.Select(mail => mail.To.Value), .. mails.Select(mail => mail.Subject), .. captions, "@example.com", Convert.ToBase64String(Some.Key), .. BodyParts,
            .. mails.SelectMany(mail => Regex.Matches(mail.Text, @"(?<=\?token=)\S+").Select(match => match.Value)),
        ];
        Assert.Empty(day.Broken);
        Assert.True(mails.Count > 20 && day.Injected.Count > 20, $"{mails.Count} mails and {day.Injected.Count} faults show little.");
        Assert.Contains("Delivered ", text, StringComparison.Ordinal);
        Assert.Empty(new LeakSearch(secrets).In(text).Take(5));
    }
}
