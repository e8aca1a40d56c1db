using Microsoft.AspNetCore.Http;

namespace Tipstaff.Api.Description;

/// <summary>All that both heads answer, each operation once: what <c>/openapi/v1.json</c> tells, and tests hold both heads to.</summary>
/// <remarks>
/// A further route is one more entry in one of these lists, with its answers; what everybody is answered who asks so (401, 413, 429 …) is
/// added by <see cref="ApiOperation.AllAnswers"/>, <c>HEAD</c> here. The types of its bodies are described by their docstrings, a new field
/// of a request in <see cref="ApiBodies"/>, a new type of problem in <see cref="ProblemTypes"/>. Then the tests of the document ask for
/// an exercise of each of its statuses.
/// </remarks>
internal static class ApiOperations
{
    /// <summary>All operations; the paths in the order of docs/api.md.</summary>
    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        .. SubscriptionOperations.All
            .Concat(NoticeOperations.All)
            .Concat(CourtOperations.All)
            .Concat(PageOperations.All)
            .Concat(HealthOperations.All)
            .SelectMany(one => one.Method == HttpMethods.Get ? [one, one.AsHead()] : new[] { one }),
    ];
}
