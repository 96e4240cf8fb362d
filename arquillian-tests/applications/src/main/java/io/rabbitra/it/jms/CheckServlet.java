package io.rabbitra.it.jms;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.io.PrintWriter;

/** Runs the check that the request names, in the place it names. */
@WebServlet("/")
public class CheckServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @EJB private transient CheckBean bean;
  @EJB private transient HoldingBean holding;
  @EJB private transient Injected injected;
  @Resource private transient UserTransaction transaction;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain;charset=UTF-8");
    PrintWriter out = response.getWriter();
    try {
      out.print(run(request.getParameter("where"), request));
    } catch (Exception e) {
      response.setStatus(500);
      e.printStackTrace(out);
    }
  }

  private String run(String where, HttpServletRequest request) throws Exception {
    String argument = request.getParameter("argument");
    return switch (where) {
      case "servlet" -> check(request).run(argument);
      case "servlet-transaction" -> inTransaction(check(request), argument, false);
      case "servlet-commit" -> inTransaction(check(request), argument, true);
      case "bean" -> bean.withoutTransaction(check(request), argument);
      case "bean-transaction" -> bean.inTransaction(check(request), argument);
      case "holding" -> holding.exchange(argument);
      case "injected" -> injected.sendWithoutTransaction(argument);
      case "injected-rollback" -> injected.sendAndRollBack(argument);
      case "injected-forbidden" -> injected.forbidden();
      default -> throw new IllegalArgumentException(where);
    };
  }

  private String inTransaction(Check check, String argument, boolean commit) throws Exception {
    transaction.begin();
    boolean committed = false;
    try {
      String result = check.run(argument);
      if (commit) {
        committed = true;
        transaction.commit();
      }
      return result;
    } finally {
      if (!committed) {
        transaction.rollback();
      }
    }
  }

  private static Check check(HttpServletRequest request) throws ReflectiveOperationException {
    return Class.forName(request.getParameter("check"))
        .asSubclass(Check.class)
        .getConstructor()
        .newInstance();
  }
}
