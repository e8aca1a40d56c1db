namespace Tipstaff.Local.Preflights;

/// <summary>What the preflight is given to look at.</summary>
/// <param name="Repository">A folder within a clone with history.</param>
/// <param name="Artifact">The artifact's folder; null to look at what the clone alone tells.</param>
/// <param name="Tests">The folder of the test run's results.</param>
/// <param name="WhatIf">The file with Azure's answer to what-if.</param>
/// <param name="Secrets">The file with the names and lengths of the vault's secrets.</param>
/// <param name="Current">The file with the settings that the app has now; null where that is not known.</param>
/// <param name="Measures">The file with the vital signs of what runs now; null where nothing runs.</param>
/// <param name="Deployed">What runs now: a version, <c>none</c>, or without an artifact any name of a commit; null for main.</param>
/// <param name="LastGood">The version that a roll back would deploy; null where none is kept.</param>
internal sealed record PreflightInputs(string Repository, string? Artifact, string? Tests, string? WhatIf, string? Secrets, string? Current, string? Measures, string? Deployed, string? LastGood)
{
    /// <summary>What <c>--deployed</c> says before the first deployment.</summary>
    public const string NothingDeployed = "none";
}
