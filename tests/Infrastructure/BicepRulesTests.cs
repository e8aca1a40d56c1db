using Tipstaff.Tests.Infrastructure.Rules;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Infrastructure;

/// <summary>The infrastructure keeps its rules, and each rule sees what would break it.</summary>
public sealed class BicepRulesTests(NodeScripts scripts)
{
    private static readonly Dictionary<string, Func<Blueprint, IEnumerable<string>>> Rules = new(StringComparer.Ordinal)
    {
        ["parse"] = FileRules.Parse,
        ["types"] = FileRules.Types,
        ["parameters"] = FileRules.Parameters,
        ["modules"] = FileRules.Modules,
        ["stages"] = FileRules.Stages,
        ["locks"] = SafetyRules.Locks,
        ["secrets"] = SafetyRules.Secrets,
        ["secure parameters"] = SafetyRules.SecureParameters,
        ["roles"] = RoleRules.Assignments,
        ["tags"] = ResourceRules.Tags,
        ["names"] = ResourceRules.ValidNames,
        ["queues"] = ResourceRules.Queues,
        ["tables"] = ResourceRules.Tables,
        ["lifecycle"] = ResourceRules.Lifecycle,
        ["task hub"] = ResourceRules.TaskHub,
        ["start"] = SettingRules.Starts,
        ["stale settings"] = SettingRules.Stale,
        ["secret settings"] = SettingRules.Secrets,
        ["reports"] = SettingRules.Reports,
        ["queries"] = AlertRules.Queries,
        ["alert rules"] = AlertRules.Rules,
        ["timers"] = AlertRules.Timers,
        ["vital signs"] = AlertRules.VitalSigns,
        ["receivers"] = AlertRules.Receivers,
        ["workbook"] = AlertRules.Workbook,
    };

    public static TheoryData<string> RuleNames => [.. Rules.Keys];

    [Theory]
    [MemberData(nameof(RuleNames))]
    public async Task Infrastructure_EachRule_Holds(string rule)
    {
        NodeScripts.Require();

        var blueprint = await Blueprint.OfTheRepositoryAsync(scripts);

        Assert.Empty(Rules[rule](blueprint));
    }

    [Theory]
    [MemberData(nameof(BrokenCopies.All), MemberType = typeof(BrokenCopies))]
    public async Task BrokenCopy_ItsRule_SaysWhatIsWrong(string rule, string file, string old, string @new, string said)
    {
        NodeScripts.Require();
        using var folder = new TemporaryFolder();

        var blueprint = await Blueprint.BrokenAsync(scripts, folder.Root, file, old, @new);

        Assert.Contains(Rules[rule](blueprint), fault => fault.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public void BrokenCopies_BreakEachRule() => Assert.Empty(Rules.Keys.Except(BrokenCopies.All.Select(row => row.Data.Item1)));
}
