package nl.digitalebalie.desktop.view.settings;

import java.util.function.Consumer;
import nl.digitalebalie.desktop.call.CallPort;
import nl.digitalebalie.desktop.call.DeviceChoice;
import nl.digitalebalie.desktop.call.Devices;
import nl.digitalebalie.desktop.desk.Desk;
import nl.digitalebalie.desktop.desk.DeskEvent;
import nl.digitalebalie.desktop.desk.Talk;
import nl.digitalebalie.desktop.settings.Settings;
import nl.digitalebalie.desktop.view.settings.SettingsModel.Test;

/** Keeps the user's choices, and has the devices tried before a talk. */
public final class SettingsPresenter {
  private final Settings.Store store;
  private final CallPort call;
  private final Consumer<DeskEvent> desk;
  private final SettingsModel model;
  private Talk talk = new Talk.Nobody();

  public SettingsPresenter(Settings.Store store, CallPort call, Consumer<DeskEvent> desk) {
    this.store = store;
    this.call = call;
    this.desk = desk;
    this.model = new SettingsModel(store.load());
  }

  public SettingsModel model() {
    return model;
  }

  public void show(Desk now) {
    talk = now.talk();
    if (talk instanceof Talk.Ongoing) {
      // The call has the devices now; its own picture and meter tell the same.
      stopTest();
    }
  }

  public void change(Settings wanted) {
    Settings before = model.settings();
    model.settings.replace(wanted);
    store.save(wanted);
    if (!before.devices().equals(wanted.devices())) {
      use(wanted.devices());
    }
  }

  /** The list as it is now; devices come and go. */
  public void opened(Devices found) {
    model.devices.replace(found);
  }

  public void startTest() {
    if (!(talk instanceof Talk.Ongoing)) {
      call.startTest(model.settings().devices());
      model.test.replace(Test.RUNNING);
    }
  }

  public void stopTest() {
    if (model.test() == Test.RUNNING) {
      call.stopTest();
      model.test.replace(Test.OFF);
    }
  }

  public void playTone() {
    call.playTone(model.settings().devices());
  }

  private void use(DeviceChoice devices) {
    desk.accept(new DeskEvent.DevicesWanted(devices));
    if (model.test() == Test.RUNNING) {
      call.stopTest();
      call.startTest(devices);
    }
  }
}
