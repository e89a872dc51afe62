package io.tocsin.deploy.cli;

import picocli.CommandLine.IVersionProvider;

/** The version in the manifest of the jar; classes outside a jar have none. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "tocsin " + (version == null ? "(not packaged)" : version),
      "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")"
    };
  }
}
