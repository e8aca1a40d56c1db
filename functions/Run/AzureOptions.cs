using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Tipstaff.Functions.Run;

/// <summary>Where the app's services are, and who it is to them. No setting bears a key: each service knows the app's identity.</summary>
public sealed class AzureOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Azure";

    /// <summary>The endpoint of the storage account's tables: <c>https://name.table.core.windows.net</c>. Required.</summary>
    public Uri? TableEndpoint { get; set; }

    /// <summary>The client id of the user-assigned identity; empty for the app's own.</summary>
    [RegularExpression("([0-9a-fA-F-]{36})?", ErrorMessage = "Azure:ClientId must be the client id of an identity, a GUID, or empty.")]
    public string ClientId { get; set; } = "";

    /// <summary>The secret of which all keys of links and ids are made: at least 32 bytes in base 64, from the key vault. Required.</summary>
    public string InstallationSecret { get; set; } = "";
}

/// <summary>Refuses options out of their range, at start, with a sentence that names the setting.</summary>
[OptionsValidator]
public sealed partial class AzureOptionsValidator : IValidateOptions<AzureOptions>;
