package io.rabbitra.it.tx;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A table in a database that takes part in two-phase commits. */
public final class Ledger {

  private static final String TABLE =
      "CREATE TABLE IF NOT EXISTS ledger (entry VARCHAR(200) NOT NULL)";

  private final DataSource database;

  Ledger(DataSource database) {
    this.database = database;
  }

  void create() throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(TABLE)) {
      statement.execute();
    }
  }

  void add(String entry) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("INSERT INTO ledger VALUES (?)")) {
      statement.setString(1, entry);
      statement.executeUpdate();
    }
  }

  int count(String entry) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("SELECT COUNT(*) FROM ledger WHERE entry = ?")) {
      statement.setString(1, entry);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getInt(1);
      }
    }
  }
}
