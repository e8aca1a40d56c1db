namespace Tipstaff.Signatures;

/// <summary>What a signature must cover so that nobody can turn the request into another one.</summary>
internal static class Coverage
{
    private static readonly string[] TargetParts = [ComponentName.Authority, ComponentName.Path, ComponentName.Query];

    /// <summary>
    /// Asks for <c>@method</c>; <c>@target-uri</c>, or <c>@authority</c>, <c>@path</c> and <c>@query</c>; and <c>content-digest</c> where there is a body.
    /// </summary>
    /// <returns>Null when all of it is covered.</returns>
    public static Verification.Refused? Check(IReadOnlyList<string> covered, bool hasBody)
    {
        List<string> missing = covered.Contains(ComponentName.Method) ? [] : [ComponentName.Method];
        if (!covered.Contains(ComponentName.TargetUri))
        {
            missing.AddRange(TargetParts.Except(covered));
        }

        if (hasBody && !covered.Contains(ComponentName.ContentDigest))
        {
            missing.Add(ComponentName.ContentDigest);
        }

        return missing is []
            ? null
            : new(
                SignatureFault.NotCovered,
                $"The signature does not cover {string.Join(", ", missing)}: cover it too ({ComponentName.TargetUri} may stand for {string.Join(", ", TargetParts)}).");
    }
}
