using System.Reflection;
using Microsoft.Extensions.Logging;
using Tipstaff.Dockets;
using Tipstaff.Functions.Run;
using Tipstaff.Local.Commands;

namespace Tipstaff.Tests.Repository;

/// <summary>Who reads logs knows each event by its number.</summary>
public sealed class EventIdTests
{
    [Theory]
    [InlineData(typeof(CommandFailure))]
    [InlineData(typeof(AzureOptions))]
    public void EventIds_OfAHeadWithTheCore_AreEachOfOneEvent(Type head)
    {
        var events = new[] { typeof(DocketEntry).Assembly, head.Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => (Name: $"{method.DeclaringType!.FullName}.{method.Name}", Id: method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId))
            .Where(one => one.Id is not null)
            .ToLookup(one => one.Id, one => one.Name);

        Assert.True(events.Count > 50);
        Assert.Empty(events.Where(names => names.Count() > 1).Select(names => $"{names.Key}: {string.Join(", ", names)}"));
    }
}
