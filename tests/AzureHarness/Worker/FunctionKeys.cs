namespace Tipstaff.AzureHarness;

/// <summary>The keys that requests may bear in <c>x-functions-key</c> or <c>?code=</c>.</summary>
/// <param name="Function">Opens what asks for a function's key.</param>
/// <param name="Master">Opens everything.</param>
public sealed record FunctionKeys(string Function, string Master);
