using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tipstaff.Courthouse;

namespace Tipstaff.Local.Web;

/// <summary>A web server with nothing but the made-up courthouse on it.</summary>
internal static class CourthouseHost
{
    /// <summary>Starts it.</summary>
    /// <param name="courthouse">Whose feeds.</param>
    /// <param name="clock">Its clock.</param>
    /// <param name="url">Where it listens; port 0 for any free one: <c>http://127.0.0.1:0</c>.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <returns>The running server; <see cref="WebApplication.Urls"/> says where. Disposing it ends it.</returns>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<WebApplication> StartAsync(
        MadeUpCourthouse courthouse, TimeProvider clock, string url, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls(url);
        builder.Services.AddRoutingCore();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.UseRouting();
        app.MapCourthouse(courthouse, clock);
        try
        {
            await app.StartAsync(cancellationToken);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }
}
