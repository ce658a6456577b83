import channels from './channels.json'
import me from './me.json'
import settings from './settings.json'

export default { ...me, settings: { ...settings.settings, ...channels } }
