package nl.digitalebalie.desktop.view.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import nl.digitalebalie.desktop.call.CallPort;
import nl.digitalebalie.desktop.call.DeviceChoice;
import nl.digitalebalie.desktop.call.Devices;
import nl.digitalebalie.desktop.call.Devices.Device;
import nl.digitalebalie.desktop.fx.Parts;
import nl.digitalebalie.desktop.fx.PictureView;
import nl.digitalebalie.desktop.settings.Settings;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.settings.SettingsModel.Test;
import nl.digitalebalie.protocol.signal.Language;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The settings dialog: devices with a test on the left, appearance on the right. */
public final class SettingsView extends VBox {
  private final SettingsPresenter presenter;
  private final Texts texts;
  private final PictureView preview;
  private final ComboBox<Device> camera = new ComboBox<>();
  private final ComboBox<Device> microphone = new ComboBox<>();
  private final ComboBox<Device> speaker = new ComboBox<>();
  private final Button test;
  private boolean rendering;

  public SettingsView(
      SettingsPresenter presenter,
      Texts texts,
      CallPort call,
      ReadOnlyDoubleProperty level,
      Runnable close) {
    this.presenter = presenter;
    this.texts = texts;
    getStyleClass().addAll("dialog", "wide");
    preview =
        new PictureView(texts.text("call.self"), call::ownPicture, PictureView.Mirror.MIRRORED);
    test = Parts.button("device-test", texts.text("settings.test"), Feather.PLAY);
    Button done = Parts.button("settings-close", texts.text("dialog.close"), "accent");
    done.setOnAction(_ -> close.run());
    HBox halves = Parts.row("halves", half(devices(level)), half(appearance()));
    getChildren()
        .addAll(
            Parts.heading(texts.text("settings.title"), "dialog-title"),
            halves,
            Parts.row("dialog-buttons", Parts.spring(), done));
    presenter.model().devices.render(this::renderDevices);
    presenter.model().test.render(this::renderTest);
  }

  public Node first() {
    return camera;
  }

  /** Shows the newest picture of the camera being tried. */
  public void pulse() {
    preview.pulse();
  }

  private VBox devices(ReadOnlyDoubleProperty level) {
    dress(
        camera,
        "settings-camera",
        (choice, id) -> new DeviceChoice(id, choice.microphone(), choice.speaker()));
    dress(
        microphone,
        "settings-microphone",
        (choice, id) -> new DeviceChoice(choice.camera(), id, choice.speaker()));
    dress(
        speaker,
        "settings-speaker",
        (choice, id) -> new DeviceChoice(choice.camera(), choice.microphone(), id));
    ProgressBar meter = new ProgressBar();
    meter.setFocusTraversable(false);
    meter.getStyleClass().add("level");
    meter.setMaxWidth(Double.MAX_VALUE);
    meter.setAccessibleText(texts.text("call.level"));
    meter.progressProperty().bind(Bindings.multiply(level, 2.5));
    Button tone = Parts.button("speaker-test", texts.text("settings.tone"), Feather.VOLUME_2);
    tone.setOnAction(_ -> presenter.playTone());
    Label off = Parts.label(texts.text("settings.previewOff"), "preview-off");
    StackPane frame = new StackPane(off, preview);
    frame.getStyleClass().add("preview");
    return Parts.column(
        "form",
        Parts.heading(texts.text("settings.devices"), "section-label"),
        Parts.field(texts.text("settings.camera"), camera),
        frame,
        Parts.field(texts.text("settings.microphone"), microphone),
        meter,
        Parts.field(texts.text("settings.speaker"), speaker),
        Parts.column("form-row", test, tone));
  }

  private VBox appearance() {
    return Parts.column(
        "form",
        Parts.heading(texts.text("settings.appearance"), "section-label"),
        choice(
            "settings-theme",
            "settings.theme",
            Settings.Theme.values(),
            Settings::theme,
            Settings::withTheme,
            texts::word),
        choice(
            "settings-text-size",
            "settings.textSize",
            Settings.TextSize.values(),
            Settings::textSize,
            Settings::withTextSize,
            size -> texts.text("settings.percent", size.percent())),
        choice(
            "settings-language",
            "settings.language",
            Language.values(),
            Settings::language,
            Settings::withLanguage,
            texts::word),
        choice(
            "settings-sound",
            "settings.sound",
            Settings.Sound.values(),
            Settings::sound,
            Settings::withSound,
            texts::word),
        Parts.label(texts.text("settings.shortcuts"), "section-label"),
        shortcuts());
  }

  private GridPane shortcuts() {
    GridPane grid = new GridPane();
    grid.getStyleClass().add("shortcuts");
    grid.addRow(0, keys("Ctrl+Shift+A"), does(texts.text("settings.shortcut.accept")));
    grid.addRow(1, keys("Ctrl+Shift+M"), does(texts.text("settings.shortcut.microphone")));
    grid.addRow(2, keys("Ctrl+Shift+K"), does(texts.text("settings.shortcut.camera")));
    grid.addRow(3, keys("Ctrl+Shift+P"), does(texts.text("settings.shortcut.hold")));
    grid.addRow(4, keys("Ctrl+Shift+I"), does(texts.text("settings.shortcut.ask")));
    grid.addRow(5, keys("Ctrl+L"), does(texts.text("settings.shortcut.lock")));
    grid.addRow(6, keys("Ctrl+Shift+H"), does(texts.text("settings.shortcut.hangUp")));
    return grid;
  }

  private static Label keys(String keys) {
    Label label = Parts.label(keys, "keys");
    label.setWrapText(false);
    label.setMinWidth(Region.USE_PREF_SIZE);
    return label;
  }

  private static Label does(String words) {
    return Parts.label(words, "small");
  }

  private <E extends Enum<E>> VBox choice(
      String id,
      String key,
      E[] values,
      Function<Settings, E> read,
      BiFunction<Settings, E, Settings> write,
      Function<E, String> words) {
    ComboBox<E> box = new ComboBox<>();
    box.setId(id);
    box.getItems().setAll(List.of(values));
    box.setConverter(converter(words));
    box.setValue(read.apply(presenter.model().settings()));
    box.valueProperty()
        .addListener((_, _, value) -> {
          if (value != null) {
            presenter.change(write.apply(presenter.model().settings(), value));
          }
        });
    return Parts.field(texts.text(key), box);
  }

  private void dress(
      ComboBox<Device> box, String id, BiFunction<DeviceChoice, String, DeviceChoice> write) {
    box.setId(id);
    box.setConverter(converter(Device::name));
    box.valueProperty()
        .addListener((_, _, device) -> {
          if (!rendering && device != null) {
            Settings now = presenter.model().settings();
            presenter.change(now.withDevices(write.apply(now.devices(), device.id())));
          }
        });
  }

  private void renderDevices(Devices found) {
    DeviceChoice choice = presenter.model().settings().devices();
    rendering = true;
    try {
      offer(camera, found.cameras(), choice.camera());
      offer(microphone, found.microphones(), choice.microphone());
      offer(speaker, found.speakers(), choice.speaker());
    } finally {
      rendering = false;
    }
  }

  /** The system's choice first; a chosen device that is unplugged stays in sight, marked so. */
  private void offer(ComboBox<Device> box, List<Device> found, String chosen) {
    List<Device> all = new ArrayList<>();
    all.add(new Device(DeviceChoice.SYSTEM, texts.text("settings.systemDevice")));
    found.stream().filter(device -> !device.id().equals(DeviceChoice.SYSTEM)).forEach(all::add);
    if (all.stream().noneMatch(device -> device.id().equals(chosen))) {
      all.add(new Device(chosen, texts.text("settings.missingDevice")));
    }
    box.getItems().setAll(all);
    box.setValue(
        all.stream().filter(device -> device.id().equals(chosen)).findFirst().orElseThrow());
  }

  private void renderTest(Test now) {
    boolean running = now == Test.RUNNING;
    test.setText(texts.text(running ? "settings.stopTest" : "settings.test"));
    test.setAccessibleText(test.getText());
    test.setGraphic(Parts.icon(running ? Feather.SQUARE : Feather.PLAY));
    test.setOnAction(_ -> {
      if (running) {
        presenter.stopTest();
      } else {
        presenter.startTest();
      }
    });
    if (!running) {
      preview.clear();
    }
  }

  private static VBox half(VBox content) {
    HBox.setHgrow(content, Priority.ALWAYS);
    content.setPrefWidth(320); // equal halves, whatever they hold
    content.setMinWidth(0);
    return content;
  }

  private static <T> StringConverter<T> converter(Function<T, String> words) {
    return new StringConverter<>() {
      @Override
      public String toString(@Nullable T item) {
        return item == null ? "" : words.apply(item);
      }

      @Override
      public @Nullable T fromString(String text) {
        return null;
      }
    };
  }
}
