package io.rabbitra.server;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The products that the adapter is tested on; each has a page in {@code docs/servers}. */
public enum ServerKind {
  WILDFLY("WildFly", "wildfly.md", JavaVersions.from(17)),
  PAYARA("Payara Server", "payara.md", JavaVersions.from(17)),
  GLASSFISH7("GlassFish 7", "glassfish.md", JavaVersions.between(17, 21)),
  GLASSFISH8("GlassFish 8", "glassfish.md", JavaVersions.from(21)),
  LIBERTY("Open Liberty", "liberty.md", JavaVersions.from(17)),
  TOMEE("TomEE", "tomee.md", JavaVersions.between(17, 21));

  private static final String GLASSFISH = "glassfish";

  private final String title;
  private final String page;
  private final JavaVersions javaVersions;

  ServerKind(String title, String page, JavaVersions javaVersions) {
    this.title = title;
    this.page = page;
    this.javaVersions = javaVersions;
  }

  /** The product's name. */
  public String title() {
    return title;
  }

  /** What it runs on. */
  public JavaVersions javaVersions() {
    return javaVersions;
  }

  /** The name that is written in lower case on command lines. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @param docs the directory of the pages
   */
  public Page page(Path docs) {
    return Page.read(docs.resolve(page));
  }

  /**
   * @param id a name of {@link #id}, or {@code glassfish} for GlassFish 7
   * @throws IllegalArgumentException if there is no such server, with the names of all
   */
  public static ServerKind of(String id) {
    if (id.equals(GLASSFISH)) {
      return GLASSFISH7;
    }
    return Arrays.stream(values())
        .filter(kind -> kind.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "server = "
                        + id
                        + ": allowed are "
                        + Arrays.stream(values())
                            .map(ServerKind::id)
                            .collect(Collectors.joining(", "))));
  }

  /** Lays a server of this product out. */
  public ApplicationServer create(ApplicationServer.Setup setup) {
    return switch (this) {
      case WILDFLY -> new WildFly(setup);
      case PAYARA, GLASSFISH7, GLASSFISH8 -> new GlassFish(this, setup);
      case LIBERTY -> new LibertyServer(setup);
      case TOMEE -> new TomeeServer(setup);
    };
  }
}
