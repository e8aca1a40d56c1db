using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Tipstaff.Signatures;

/// <summary>Registers what verifies and signs requests; a head adds its <see cref="INonces"/>.</summary>
public static class SignatureServices
{
    /// <summary>Adds <see cref="VerifyRequest"/>, <see cref="RequestSigner"/> and <see cref="SigningHandler"/>, with their keys from the settings, checked at start.</summary>
    public static IServiceCollection AddSignedRequests(this IServiceCollection services)
    {
        services.AddOptions<SignatureOptions>().BindConfiguration(SignatureOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SignatureOptions>, SignatureOptionsValidator>();
        services.AddSingleton(provider => new KeyRing(new KeyReader(provider.GetRequiredService<IOptions<SignatureOptions>>().Value).Keys));
        services.AddSingleton<VerifyRequest>();
        services.AddSingleton<RequestSigner>();
        services.AddTransient<SigningHandler>();
        return services;
    }
}
