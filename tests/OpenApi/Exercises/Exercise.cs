namespace Tipstaff.Tests.OpenApi.Exercises;

/// <summary>What has a head give one of its answers.</summary>
/// <param name="Method">The method; each GET is tried as HEAD, too.</param>
/// <param name="Path">The operation's path, as the document writes it.</param>
/// <param name="Status">The status that has to come.</param>
/// <param name="Request">Makes ready what has to be there before, and gives the request, with the method that it is handed.</param>
internal sealed record Exercise(string Method, string Path, int Status, Func<World, string, Task<HttpRequestMessage>> Request)
{
    /// <summary>The head that alone answers so; null for both.</summary>
    public string? OnlyOn { get; init; }

    public Exercise(string method, string path, int status, Func<World, string, HttpRequestMessage> request)
        : this(method, path, status, (world, sent) => Task.FromResult(request(world, sent)))
    {
    }

    /// <summary>All of them, for heads where nothing is wrong.</summary>
    public static IReadOnlyList<Exercise> All { get; } =
        [.. OwnersExercises.All, .. SubscriptionExercises.All, .. WebhookExercises.All, .. NoticeExercises.All, .. CourtExercises.All, .. PageExercises.All, .. ServiceExercises.All];

    /// <summary>As the head's name is in the document.</summary>
    public bool IsFor(string head) => OnlyOn is null || OnlyOn == head;
}
