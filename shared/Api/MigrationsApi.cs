using Microsoft.AspNetCore.Http;
using Tipstaff.Pages;
using Tipstaff.StoredData;

namespace Tipstaff.Api;

/// <summary>The operators' routes by which stored rows are brought to the present version, a while at a time.</summary>
public sealed class MigrationsApi(MigrateRows migrate)
{
    /// <summary>For how long one request begins pieces: well within what a caller and the host wait for an answer.</summary>
    public static readonly TimeSpan AtMost = TimeSpan.FromSeconds(60);

    /// <summary><c>GET /api/operations/migrations</c>: what there is to do, and how long it takes.</summary>
    public async Task<IResult> EstimateAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var estimates = await migrate.EstimateAsync(cancellationToken);
        return Answer(request, new MigrationEstimateJson(
            [.. estimates.Select(one => new KindEstimateJson(
                one.Kind.Name,
                one.Counts.Rows,
                one.Counts.Old,
                one.Sample.Rows,
                Math.Round(one.RowsPerSecond, 1),
                one.Time == TimeSpan.MaxValue ? null : (long)Math.Ceiling(one.Time.TotalSeconds)))],
            BackfillEstimate.RefusalInsideDeploy(estimates) is null));
    }

    /// <summary>
    /// <c>POST /api/operations/migrations[?insideDeploy=true]</c>: rewrites rows for a while. Asked again it goes on; asked twice at a time it does no
    /// harm. Inside a deploy nothing is rewritten where what is left takes longer than that waits.
    /// </summary>
    public async Task<IResult> RunAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (IsInsideDeploy(request) is not { } isInside)
        {
            return Paging.Invalid("insideDeploy", "This is neither true nor false: send one of them, or leave it out.");
        }

        if (isInside && await migrate.RefusalInsideDeployAsync(cancellationToken) is { } refusal)
        {
            return Answer(request, new MigrationJson([], Done: false) { Refusal = refusal });
        }

        var kinds = await migrate.RunAsync(_ => { }, AtMost, cancellationToken);
        return Answer(request, new MigrationJson([.. kinds.Select(one => new MigratedKindJson(one.Kind, one.Rows, one.Rewritten, one.Left))], kinds.All(one => one.Left == 0)));
    }

    // A word that is misread would have a deploy wait for hours.
    private static bool? IsInsideDeploy(HttpRequest request) => request.Query["insideDeploy"] switch
    {
        [] or ["false"] => false,
        ["true"] => true,
        _ => null,
    };

    private static IResult Answer<T>(HttpRequest request, T value)
    {
        PageHeaders.AddCommon(request.HttpContext.Response);
        return Results.Json(value, JsonAnswer.Json);
    }
}

/// <summary>What a migration has to do.</summary>
/// <param name="Kinds">The kinds of rows that can be migrated.</param>
/// <param name="FitsDeploy">Whether a deploy may wait for it: 30 minutes at most.</param>
public sealed record MigrationEstimateJson(IReadOnlyList<KindEstimateJson> Kinds, bool FitsDeploy);

/// <summary>What a migration has to do with one kind of rows.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Rows">How many rows there are.</param>
/// <param name="Old">How many of them are of an older version.</param>
/// <param name="Sample">How many rows were rewritten as they stand, to measure how fast that goes.</param>
/// <param name="RowsPerSecond">How fast that went; 0 where there were none.</param>
/// <param name="Seconds">How long the whole takes; null where that cannot be said.</param>
public sealed record KindEstimateJson(string Kind, long Rows, long Old, int Sample, double RowsPerSecond, long? Seconds);

/// <summary>What a request to migrate did.</summary>
/// <param name="Kinds">The kinds of rows.</param>
/// <param name="Done">Whether no row of an older version is left; otherwise ask again.</param>
public sealed record MigrationJson(IReadOnlyList<MigratedKindJson> Kinds, bool Done)
{
    /// <summary>Why nothing was done inside a deploy, and what to do; null where it was.</summary>
    public string? Refusal { get; init; }
}

/// <summary>What a request to migrate did with one kind of rows.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Rows">How many rows there are.</param>
/// <param name="Rewritten">How many were rewritten by this request.</param>
/// <param name="Left">How many are still of an older version.</param>
public sealed record MigratedKindJson(string Kind, long Rows, long Rewritten, long Left);
