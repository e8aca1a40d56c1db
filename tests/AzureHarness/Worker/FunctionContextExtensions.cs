using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tipstaff.AzureHarness;

namespace Microsoft.Azure.Functions.Worker
{
    /// <summary>Loggers of an invocation.</summary>
    public static class FunctionContextLoggerExtensions
    {
        /// <summary>A logger named for a type.</summary>
        public static ILogger<T> GetLogger<T>(this FunctionContext context) => context.InstanceServices.GetRequiredService<ILogger<T>>();

        /// <summary>A logger of this name.</summary>
        public static ILogger GetLogger(this FunctionContext context, string categoryName) =>
            context.InstanceServices.GetRequiredService<ILoggerFactory>().CreateLogger(categoryName);
    }

    /// <summary>The result of an invocation.</summary>
    public static class FunctionContextBindingFeatureExtensions
    {
        /// <summary>What the function returned, to be read or replaced by middleware.</summary>
        public static InvocationResult GetInvocationResult(this FunctionContext context) => new(context);
    }

    /// <summary>What a function returned.</summary>
    public class InvocationResult
    {
        private readonly FunctionContext _context;

        internal InvocationResult(FunctionContext context) => _context = context;

        /// <summary>The value.</summary>
        public object? Value
        {
            get => _context.Features.Get<ReturnedValue>()?.Value;
            set => _context.Features.Set(new ReturnedValue(value));
        }
    }

    /// <summary>The request of an invocation that HTTP triggered.</summary>
    public static class FunctionContextHttpContextExtensions
    {
        /// <summary>The request and its answer; null where no request started the function.</summary>
        public static HttpContext? GetHttpContext(this FunctionContext context) =>
            context.Items.TryGetValue("HttpRequestContext", out var http) ? http as HttpContext : null;
    }
}

namespace Tipstaff.AzureHarness
{
    /// <summary>What a function returned.</summary>
    internal sealed record ReturnedValue(object? Value);
}
