using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Checks;
using Tipstaff.Outbox;
namespace Tipstaff.Functions.Storage
{
public static class TableNames { public const string DeadLetters = "deadletters"; }
public sealed record CourtSnapshot(CourtState State, long Head, string ETag);
public sealed class CourtSnapshots { public Task<IReadOnlyList<CourtSnapshot>> ListAsync(CancellationToken c) => throw new NotSupportedException(); public void Prime(CourtSnapshot s) => throw new NotSupportedException(); }
public sealed class Whereabouts { public string? Find(IdempotencyKey k) => null; public void Remember(IdempotencyKey k, string p) { _ = k; _ = p; } }
public sealed class UnfinishedBusiness { public Task MoveNoticesAsync(CancellationToken c) => Task.CompletedTask; }
public static class X { public static void AddTableStore(this IServiceCollection s) => s.ToString(); }
}
