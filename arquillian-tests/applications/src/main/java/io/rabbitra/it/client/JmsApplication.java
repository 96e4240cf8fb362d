package io.rabbitra.it.client;

import io.rabbitra.it.jms.Check;
import java.net.URI;
import java.util.List;

/** Talks to the war of {@code io.rabbitra.it.jms}. */
public final class JmsApplication {

  /** Where a check runs in the server. */
  public enum Place {
    SERVLET("servlet"),
    /** Rolled back. */
    SERVLET_TRANSACTION("servlet-transaction"),
    SERVLET_COMMIT("servlet-commit"),
    BEAN("bean"),
    BEAN_TRANSACTION("bean-transaction");

    private final String text;

    Place(String text) {
      this.text = text;
    }
  }

  private final WebApplication war;

  /**
   * @param uri the address of the server's applications
   */
  public JmsApplication(URI uri) {
    war = new WebApplication(uri, "jms");
  }

  /** The lines of the check. */
  public List<String> run(Place place, Class<? extends Check> check, String argument)
      throws Exception {
    return lines("where", place.text, "check", check.getName(), "argument", argument);
  }

  /** One exchange of the bean that keeps its session from one call to the next. */
  public String exchange(String text) throws Exception {
    return war.get("where", "holding", "argument", text);
  }

  /** Of the bean with the injected context. */
  public List<String> injected(String method, String argument) throws Exception {
    return lines("where", method, "argument", argument);
  }

  private List<String> lines(String... parameters) throws Exception {
    return List.of(war.get(parameters).split("\n"));
  }
}
