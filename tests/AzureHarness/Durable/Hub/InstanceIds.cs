namespace Tipstaff.AzureHarness;

/// <summary>What an orchestration's id may be: 1 to 100 characters, none that a table's key may not have, no entity's <c>@</c>.</summary>
internal static class InstanceIds
{
    /// <summary>Refuses what no backend would take.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static string Checked(string id)
    {
        if (id is not { Length: >= 1 and <= 100 })
            throw new ArgumentException($"The instance id '{id}' has {id.Length} characters; 1 to 100 are allowed.", nameof(id));

        if (id[0] == '@')
            throw new ArgumentException($"The instance id '{id}' begins with '@', as entities' do.", nameof(id));

        if (id.Any(letter => letter is '/' or '\\' or '#' or '?' || char.IsControl(letter)))
            throw new ArgumentException($"The instance id '{id}' has one of / \\ # ? or a control character.", nameof(id));

        return id;
    }
}
