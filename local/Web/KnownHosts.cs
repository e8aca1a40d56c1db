using System.Net;
using Microsoft.AspNetCore.Http;

namespace Tipstaff.Local.Web;

/// <summary>
/// The names under which this machine may be asked. A page of any name can be made to resolve to an address of this machine (DNS
/// rebinding), and its reader's browser then asks us in that name.
/// </summary>
internal static class KnownHosts
{
    private static readonly string[] OfThisMachine = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>The hosts that a request may name: everyone's where we listen for more than this machine.</summary>
    public static IReadOnlyList<string> Allowed(IEnumerable<string> urls, Uri publicUrl)
    {
        var listening = urls.Select(url => BindingAddress.Parse(url).Host).ToList();
        return listening.All(IsThisMachine) ? [.. OfThisMachine.Union(listening).Append(publicUrl.Host).Distinct(StringComparer.OrdinalIgnoreCase)] : ["*"];
    }

    /// <summary>Whether a request comes from this machine and names it: the outbox is for nobody else.</summary>
    public static bool IsFromThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote) && IsThisMachine(context.Request.Host.Host);

    /// <summary>Whether a host is this machine: <c>localhost</c>, <c>127.0.0.1</c>, <c>[::1]</c>.</summary>
    public static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
