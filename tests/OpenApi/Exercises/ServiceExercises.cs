using Tipstaff.Api.Description;

namespace Tipstaff.Tests.OpenApi.Exercises;

/// <summary>What tells of the service itself.</summary>
internal static class ServiceExercises
{
    public static IReadOnlyList<Exercise> All { get; } =
    [
        new("GET", "/health", 200, (_, method) => World.Plain(method, "/health")),
        new("GET", "/health/live", 200, (_, method) => World.Plain(method, "/health/live")),
        new("GET", ApiDocument.Path, 200, (_, method) => World.Plain(method, ApiDocument.Path)),
        new("GET", ApiDocument.Path, 304, (_, method) => World.Plain(method, ApiDocument.Path, ("If-None-Match", "*"))),
    ];
}
