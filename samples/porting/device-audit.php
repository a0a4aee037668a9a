<?php

/**
 * Which phones belong to nobody? Reads the names of all users from Users, then all devices from Devices, and
 * lists the phones whose name does not begin with the name of a user.
 */

require_once('classes/websocket.class.php');

/** Reads the names of all users and posts them to whoever wants to know. Its socket leads to Users. */
class UserNames extends AppPlatform\FinitStateAutomaton {

    protected $asker = null;
    protected $names = array();

    public function __construct(AppPlatform\WSClient $ws, $loginResult, $nickname = null) {
        parent::__construct($ws, $nickname);
        $this->asker = $loginResult->info->user;
    }

    public function ReceiveInitialStart(\AppPlatform\Message $msg) {
        $this->sendMessage(new AppPlatform\Message("ReadUser", "username", "", "user", $this->asker->sip, "domain", "@{$this->asker->domain}", "offset", 0, "filter", "%"));
    }

    public function ReceiveInitialReadUserInfo(\AppPlatform\Message $msg) {
        $this->names[] = strtolower($msg->username);
    }

    public function ReceiveInitialReadUserResult(\AppPlatform\Message $msg) {
        $this->postEvent(new AppPlatform\Message("UserNamesKnown", "names", $this->names));
        return "Dead";
    }

}

/** Waits for the names of the users, then goes through the devices. Its socket leads to Devices. */
class DeviceAudit extends AppPlatform\FinitStateAutomaton {

    protected $owners = array();
    protected $phones = 0;
    // what was found: hwId => name
    protected $orphans = array();

    public function getOrphans() {
        return $this->orphans;
    }

    public function ReceiveInitialStart(\AppPlatform\Message $msg) {
        AppPlatform\Log::log("waiting for the names of the users");
        return "Waiting";
    }

    public function ReceiveWaitingUserNamesKnown(\AppPlatform\Message $msg) {
        $this->owners = $msg->names;
        AppPlatform\Log::log("there are " . count($this->owners) . " user(s)");
        if (empty($this->owners)) {
            return "Dead";
        }
        return "Listing";
    }

    public function ReceiveListingStart(\AppPlatform\Message $msg) {
        $this->sendMessage(new AppPlatform\Message("GetDevices"));
    }

    public function ReceiveListingGetDevicesResult(\AppPlatform\Message $msg) {
        foreach ($msg->devices as $device) {
            if ($device->type != "PHONE") {
                continue;
            }
            $this->phones++;
            if (!$this->isOwned($device)) {
                $this->orphans[$device->hwId] = $device->name;
            }
        }
        if (isset($msg->last) && $msg->last) {
            AppPlatform\Log::log(count($this->orphans) . " of {$this->phones} phone(s) belong to nobody");
            return "Dead";
        }
    }

    // "ckl's IP232" belongs to ckl
    private function isOwned($device) {
        $owner = explode("'", strtolower($device->name));
        return in_array($owner[0], $this->owners);
    }

}

// log in to the PBX, to Devices and to Users
print "<pre>";
AppPlatform\Log::setLogLevel("", "smsg", true);
$connector = new AppPlatform\AppServiceLogin(
        "sindelfingen.sample.dom", new AppPlatform\AppUserCredentials("ckl", "pwd"), array(
    $devicesspec = new AppPlatform\AppServiceSpec("innovaphone-devices"),
    $usersspec = new AppPlatform\AppServiceSpec("innovaphone-users"),
        )
);
$connector->connect();
if (!$connector->getPbxA()->getIsLoggedIn()) {
    die("could not log in to the PBX\n");
}
$login = $connector->getPbxA()->getResults()->loginResultMsg;

// run both automatons at once
$audit = new DeviceAudit($connector->getAppAutomaton($devicesspec)->getWs());
$names = new UserNames($connector->getAppAutomaton($usersspec)->getWs(), $login);
$transitioner = new AppPlatform\Transitioner($audit, $names);
$transitioner->run();

// show what was found
foreach ($audit->getOrphans() as $hwId => $name) {
    print "$hwId  $name\n";
}
