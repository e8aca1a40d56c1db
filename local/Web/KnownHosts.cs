using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tipstaff.Limits;
using Tipstaff.Links;

namespace Tipstaff.Local.Web;

/// <summary>
/// The names under which this machine may be asked. A page of any name can be made to resolve to an address of this machine (DNS
/// rebinding), and its reader's browser then asks us in that name.
/// </summary>
internal static class KnownHosts
{
    private static readonly string[] OfProxies = ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP"];

    private static readonly string[] OfThisMachine = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>The hosts that a request may name: everyone's where we listen for more than this machine.</summary>
    public static IReadOnlyList<string> Allowed(IEnumerable<string> urls, Uri publicUrl)
    {
        var listening = urls.Select(url => BindingAddress.Parse(url).Host).ToList();
        return listening.All(IsThisMachine) ? [.. OfThisMachine.Union(listening).Append(publicUrl.Host).Distinct(StringComparer.OrdinalIgnoreCase)] : ["*"];
    }

    /// <summary>Whether a request comes from this machine and names it: the outbox and the operators' routes are for nobody else.</summary>
    public static bool IsFromThisMachine(HttpContext context) => IsFromThisMachine(
        context,
        context.RequestServices.GetRequiredService<IOptions<LinkOptions>>().Value.PublicUrl,
        context.RequestServices.GetRequiredService<IOptions<LimitOptions>>().Value.Proxies);

    /// <summary>Whether a request comes from this machine and names it, and no proxy on this machine handed it on.</summary>
    /// <param name="context">The request.</param>
    /// <param name="publicUrl">Where others reach this installation; null where nobody said.</param>
    /// <param name="proxies">How many proxies are known to stand before it, each of which names its client.</param>
    /// <remarks>
    /// A proxy asks from this machine and, unless it is told otherwise, under this machine's name: it shows by its headers. Where others
    /// reach us under another name and nobody said that their proxy has headers, everybody might be one of them.
    /// </remarks>
    public static bool IsFromThisMachine(HttpContext context, Uri? publicUrl, int proxies) =>
        context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote) && IsThisMachine(context.Request.Host.Host)
        && (proxies > 0 || publicUrl is null || IsThisMachine(publicUrl.Host))
        && !OfProxies.Any(context.Request.Headers.ContainsKey);

    /// <summary>Whether a host is this machine: <c>localhost</c>, <c>127.0.0.1</c>, <c>[::1]</c>.</summary>
    public static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
