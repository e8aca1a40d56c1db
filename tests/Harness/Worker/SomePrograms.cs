using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

namespace Tipstaff.Tests.Harness.Worker;

/// <summary>Programs as Program.cs would be.</summary>
internal static class SomePrograms
{
    /// <summary>Sets up HTTP and nothing else.</summary>
    public static void WithHttp(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();
        builder.Build().Run();
    }

    /// <summary>Forgets HTTP.</summary>
    public static void WithoutHttp(string[] args) => FunctionsApplication.CreateBuilder(args).Build().Run();

    /// <summary>Ends without running anything.</summary>
    public static void ThatDoesNothing(string[] args)
    {
    }
}
