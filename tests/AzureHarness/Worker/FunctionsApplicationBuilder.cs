using Azure.Core.Serialization;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tipstaff.AzureHarness;

namespace Microsoft.Azure.Functions.Worker
{
    /// <summary>How the worker works.</summary>
    public class WorkerOptions
    {
        /// <summary>How values cross between host and worker.</summary>
        public ObjectSerializer? Serializer { get; set; }

        /// <summary>What the worker tells the host that it can do.</summary>
        public IDictionary<string, string> Capabilities { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
    }
}

namespace Microsoft.Azure.Functions.Worker.Builder
{
    /// <summary>Where an app begins.</summary>
    public static class FunctionsApplication
    {
        /// <summary>A builder with the usual sources of configuration.</summary>
        public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args, ProgramRun.Current);
    }

    /// <summary>Builds an app.</summary>
    public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
    {
        private readonly HostApplicationBuilder _builder;
        private readonly ProgramRun? _run;
        private readonly FunctionPipeline _pipeline = new();
        private bool _built;

        internal FunctionsApplicationBuilder(string[]? args, ProgramRun? run)
        {
            _run = run;
            _builder = run?.CreateBuilder(args) ?? Host.CreateApplicationBuilder(args);
            _builder.Services.AddSingleton(_pipeline);
            _builder.Services.Configure<WorkerOptions>(options => options.Serializer ??= FunctionPipeline.DefaultSerializer);
        }

        /// <summary>The app's configuration.</summary>
        public ConfigurationManager Configuration => _builder.Configuration;

        /// <summary>Where it runs.</summary>
        public IHostEnvironment Environment => _builder.Environment;

        /// <summary>Its logging.</summary>
        public ILoggingBuilder Logging => _builder.Logging;

        /// <summary>Its metrics.</summary>
        public IMetricsBuilder Metrics => _builder.Metrics;

        /// <summary>Its services.</summary>
        public IServiceCollection Services => _builder.Services;

        IDictionary<object, object> IHostApplicationBuilder.Properties => ((IHostApplicationBuilder)_builder).Properties;

        IConfigurationManager IHostApplicationBuilder.Configuration => _builder.Configuration;

        void IHostApplicationBuilder.ConfigureContainer<TContainerBuilder>(
            IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure) =>
            _builder.ConfigureContainer(factory, configure);

        /// <summary>Adds to the pipeline.</summary>
        public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
        {
            _pipeline.Add(middleware);
            return this;
        }

        /// <summary>The app; once only.</summary>
        public IHost Build()
        {
            if (_built)
            {
                throw new InvalidOperationException("Build can only be called once.");
            }

            _built = true;
            return _run?.Build(_builder) ?? _builder.Build();
        }

        internal void AnswersHttp() => _pipeline.AnswersHttp = true;
    }

    /// <summary>HTTP by ASP.NET Core, with what <c>IActionResult</c> needs.</summary>
    public static class FunctionsApplicationBuilderAspNetCoreExtensions
    {
        /// <summary>Lets functions take and return what ASP.NET Core takes and returns.</summary>
        public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
        {
            builder.AnswersHttp();
            builder.Services.AddMvcCore();
            return builder;
        }
    }
}
